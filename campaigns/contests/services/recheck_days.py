"""What happens to re-checks by date: they open, are called to mind, and lapse."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from campaigns.contests.models import Contest, Recheck, Title
from campaigns.contests.rules.titles import REMIND_BEFORE, Window, window_before
from campaigns.contests.services.advancing import step
from campaigns.contests.services.title_news import tell_holder
from campaigns.rules.words import quoted

State = Recheck.State


@step
@transaction.atomic
def open_rechecks(contest_id: int, now: datetime) -> None:
    """One for each title that holds and whose last days have begun: in the year after it was given, and in
    each further year that it holds."""
    contest = Contest.objects.get(pk=contest_id)
    if contest.recheck_from is None or contest.recheck_until is None:
        return
    window, day = Window(contest.recheck_from, contest.recheck_until), timezone.localdate(now)
    opened = Recheck.objects.filter(title=OuterRef("pk"), due_until=OuterRef("valid_until"))
    due = Title.objects.filter(
        ~Exists(opened),
        contest=contest_id,
        withdrawn_at=None,
        valid_until__range=(day, day + (window.last - window.first)),
    )
    for title in due.select_for_update(of=("self",)).select_related("entry").order_by("pk"):
        assert title.valid_until is not None
        days = window_before(title.valid_until, window)
        Recheck.objects.create(title=title, due_from=days.first, due_until=days.last)
        tell_holder(
            title=title,
            happened=f"recheck:{days.last}:opened",
            heading=f"{quoted(title.get_kind_display())}称号可以复核了",
            body=f"请在{days.last:%Y年%m月%d日}前写一写这一年的情况，交几张新照片；没有交，称号到这一天自然结束。",
            path=f"/contests/titles/{title.pk}/recheck/",
        )


@step
@transaction.atomic
def remind_rechecks(contest_id: int, now: datetime) -> None:
    """A week before the end, once, those who have not handed in."""
    day = timezone.localdate(now)
    for recheck in _open(contest_id).filter(due_until__range=(day, day + REMIND_BEFORE)):
        tell_holder(
            title=recheck.title,
            happened=f"recheck:{recheck.due_until}:ends",
            heading=f"{quoted(recheck.title.get_kind_display())}称号的复核快到期了",
            body=f"{recheck.due_until:%Y年%m月%d日}是最后一天。不想继续，可以不用理会，称号会自然结束。",
            path=f"/contests/titles/{recheck.title_id}/recheck/",
        )


@step
@transaction.atomic
def lapse_rechecks(contest_id: int, now: datetime) -> None:
    """Nobody handed in: the title has ended with its last day, and nothing else happens."""
    day = timezone.localdate(now)
    for recheck in _open(contest_id).filter(due_until__lt=day).select_for_update(of=("self",)):
        recheck.state, recheck.decided_at = State.LAPSED, now
        recheck.save(update_fields=["state", "decided_at"])
        tell_holder(
            title=recheck.title,
            happened=f"recheck:{recheck.due_until}:lapsed",
            heading=f"{quoted(recheck.title.get_kind_display())}称号已到期",
            body="复核期内没有收到材料，称号自然结束，不是撤销。欢迎以后再申报。",
        )


def _open(contest_id: int) -> "QuerySet[Recheck]":
    rows = Recheck.objects.filter(title__contest=contest_id, state=State.OPEN)
    return rows.select_related("title__entry").order_by("pk")
