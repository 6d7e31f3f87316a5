"""Titles: given once for an entry, with a code that anybody can ask about; withdrawn with a reason."""

import secrets
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from campaigns.contests.models import Contest, Entry, Recheck, Result, Title
from campaigns.contests.models.standards import Kind
from campaigns.contests.refusals.titles import TitleRefused
from campaigns.contests.rules.titles import Window, first_end
from campaigns.contests.selectors.titles import refuse_own, title_run_by
from campaigns.contests.services.scan_codes import make_code
from campaigns.contests.services.title_news import tell_holder
from campaigns.models import Certificate
from campaigns.rules.certificates import CODE_LENGTH
from campaigns.rules.words import quoted
from carbon_points.services.places import close_place
from core import clock
from core.text import LETTERS, clean

REASON_LENGTH = 200


@transaction.atomic
def give_title(*, result: Result, now: datetime) -> Title:
    """The title of an entry that has a level, made once: asked again, the same one comes.

    A title holds until the last day of its first re-check; the award of a work has no end. Raises ValueError
    for a result without a level: a mistake of our own code.
    """
    rows = Entry.objects.select_for_update(of=("self",)).select_related("contest__scan_action")
    entry = rows.get(pk=result.entry_id)
    if earlier := Title.objects.filter(entry=entry).first():
        return earlier
    if result.level is None:
        raise ValueError(f"no level, no title: entry {entry.pk}")
    contest, day = entry.contest, timezone.localdate(now)
    title = Title(
        code=_free_code(),
        entry=entry,
        contest=contest,
        kind=contest.kind,
        level=result.level.name,
        name=entry.name,
        organisation_id=entry.organisation_id,
        area_id=entry.area_id,
        year=contest.year,
        valid_from=day,
        valid_until=_ends(contest, day),
    )
    title.place = make_code(title=title, action=contest.scan_action)
    title.save(force_insert=True)
    return title


@transaction.atomic
def withdraw(*, by: User, title_id: int, reason: str) -> Title:
    """Take a title away, with a reason that everybody reads; its code is closed, a re-check under way ends.

    By whoever runs the contest, and never about their own organisation. Raises NoSuchTitle, OwnTitle or
    TitleRefused. Asked again, with whatever reason, nothing changes.
    """
    reason = _reason(reason)
    title = title_run_by(by, title_id)
    refuse_own(by, title)
    return withdraw_held(title_id=title_id, by=by, reason=reason, now=clock.now())


def withdraw_held(*, title_id: int, by: User, reason: str, now: datetime) -> Title:
    """The same for who has been asked already, in the caller's transaction."""
    held = Title.objects.select_for_update(of=("self",)).select_related("place", "contest").get(pk=title_id)
    if held.withdrawn_at is not None:
        return held
    held.withdrawn_at, held.withdrawn_by, held.withdrawn_because = now, by, reason
    held.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    waiting = held.rechecks.filter(state__in=[Recheck.State.OPEN, Recheck.State.SUBMITTED])
    waiting.update(state=Recheck.State.FAILED, decided_at=now, decided_by=by, reason=f"称号已撤销：{reason}")
    if held.place is not None:
        close_place(place=held.place)
    tell_holder(
        title=held,
        happened="withdrawn",
        heading=f"{quoted(held.get_kind_display())}称号已撤销",
        body=f"原因：{reason}\n如有疑问，请联系主办方{held.contest.organiser_name}。",
    )
    return held


def _reason(typed: str) -> str:
    reason = " ".join(clean(typed).split())
    if not reason:
        raise TitleRefused("请写明撤销的原因，大家都会看到。", status=422)
    if len(reason) > REASON_LENGTH:
        raise TitleRefused(f"原因最多{REASON_LENGTH}个字，请写短一些。", status=422)
    return reason


def _ends(contest: Contest, day: date) -> date | None:
    """Given late (an objection that took long): the end of a re-check that is still to begin."""
    if contest.kind == Kind.WORKS or contest.recheck_from is None or contest.recheck_until is None:
        return None
    return first_end(Window(contest.recheck_from, contest.recheck_until), day)


def _free_code() -> str:
    """One that neither a title nor a certificate of attendance has: both are asked for in one field."""
    while True:
        code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
        if not (Title.objects.filter(code=code).exists() or Certificate.objects.filter(code=code).exists()):
            return code
