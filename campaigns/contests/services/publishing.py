"""What a page says becomes public: the contest follows it, and nothing that has been done is undone."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from campaigns.contests.models import Contest, Level
from campaigns.contests.rules.days import differences, kept_fields, moved_to
from campaigns.contests.rules.facts import ContestFacts, LevelFacts, day_values, own_values
from campaigns.contests.rules.phases import Calendar, Phase
from campaigns.contests.selectors.calendar import check_phase
from campaigns.contests.selectors.people import contest_run_by
from campaigns.contests.services.telling_everybody import tell_everybody
from campaigns.rules.words import quoted
from core import clock

UNTIL_ANNOUNCED = (
    *(Phase.BEFORE, Phase.ENROL, Phase.MATERIALS, Phase.SCREENING),
    *(Phase.VISITS, Phase.JUDGING, Phase.NOTICE),
)


@transaction.atomic
def publish(*, facts: ContestFacts, now: datetime | None = None) -> Contest:
    """Make the contest what the page says. Safe to repeat.

    Kind and standard stay what they were when it first became public. Days move, and everybody with an entry
    and the panel are told; a day whose job is done stays. Levels follow the page until results are there.
    """
    now = now or clock.now()
    values = own_values(facts) | {"state": Contest.State.OPEN}
    contest = Contest.objects.select_for_update(no_key=True).filter(key=facts.key).first()
    if contest is None:
        days = day_values(facts.calendar)
        contest = Contest.objects.create(key=facts.key, published_at=now, **values, **days)
        _follow_levels(contest, facts.levels)
        return contest
    values |= {"kind": contest.kind, "standard_id": contest.standard_id}
    if contest.state == Contest.State.CANCELLED:
        # Cancelled is said to people; a page that is edited afterwards does not take it back.
        values.pop("state")
    before, after = contest.calendar, moved_to(contest.calendar, facts.calendar, kept_days(contest))
    for name, value in (values | day_values(after)).items():
        setattr(contest, name, value)
    contest.save()
    if contest.settled_at is None:
        _follow_levels(contest, facts.levels)
    _tell_moved(contest, before, after, now)
    return contest


@transaction.atomic
def withdraw(*, page_id: int) -> int:
    """The page is no longer public: nobody begins anything; what was handed in stays. How many contests."""
    standing = Contest.objects.filter(page=page_id, state=Contest.State.OPEN)
    return standing.update(state=Contest.State.WITHDRAWN)


@transaction.atomic
def cancel(*, by: User, contest_id: int, reason: str) -> Contest:
    """Call a contest off; everybody with an entry and the panel read why. The first reason stays.

    Raises NoSuchContest, or WrongPhase once results are announced: titles are taken away one by one.
    """
    contest_run_by(by, contest_id)
    contest = Contest.objects.select_for_update(no_key=True).get(pk=contest_id)
    if contest.state == Contest.State.CANCELLED:
        return contest
    check_phase(contest, *UNTIL_ANNOUNCED, what="取消评选")
    contest.state, contest.cancel_reason = Contest.State.CANCELLED, reason
    contest.save(update_fields=["state", "cancel_reason"])
    tell_everybody(
        contest,
        happened="called_off",
        title=f"评选取消：{contest.title}",
        body=f"很抱歉，{quoted(contest.title)}取消了。原因：{reason}您不用再做什么，已交的材料会按说明删除。",
    )
    return contest


def readdress(*, page_id: int, url: str) -> int:
    """The page is at another address; how many contests."""
    return Contest.objects.filter(page=page_id).exclude(url=url).update(url=url)


def kept_days(contest: Contest) -> tuple[str, ...]:
    """The fields of days that are past moving."""
    return kept_fields(
        drawn=contest.drawn_at is not None,
        settled=contest.settled_at is not None,
        announced=contest.announced_at is not None,
    )


def _follow_levels(contest: Contest, wanted: Iterable[LevelFacts]) -> None:
    """The levels in the order of the page; those beyond them go."""
    kept = 0
    for kept, facts in enumerate(wanted, start=1):
        values = {"name": facts.name, "at_least": facts.at_least, "most": facts.most}
        Level.objects.update_or_create(contest=contest, order=kept, defaults=values)
    contest.levels.filter(order__gt=kept).delete()


def _tell_moved(contest: Contest, before: Calendar, after: Calendar, now: datetime) -> None:
    moved = differences(before, after)
    if not moved or contest.state != Contest.State.OPEN:
        return
    tell_everybody(
        contest,
        happened=f"moved:{int(now.timestamp())}",
        title=f"时间有变：{contest.title}",
        body=f"{quoted(contest.title)}的时间有调整：{'；'.join(moved)}。请按新的时间安排，已经交的材料不受影响。",
    )
