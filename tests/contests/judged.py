"""Entries with locked sheets, for the tests of results."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import Permission
from django.utils import timezone

from accounts.models import User
from campaigns.contests.models import Assignment, Contest, Entry, Mark, PanelMember
from campaigns.contests.services.settling import settle
from tests.carbon_points.ledger_world import NOW, make_resident
from tests.contests.awarded import make_entry
from tests.contests.world import make_contest, make_member

LINES = ("1.1", "1.2", "2.1")


def give_sheet(
    entry: Entry,
    member: PanelMember,
    *points: object,
    state: str = "locked",
    veto: str = "",
    comments: Mapping[str, str] | None = None,
    words: str = "",
) -> Assignment:
    """The marks of one juror for the three lines that are scored."""
    row = Assignment.objects.create(
        entry=entry,
        member=member,
        state=state,
        words=words,
        drawn_at=NOW,
        locked_at=NOW if state == "locked" else None,
        recused_because="认识他们" if state == "recused" else "",
    )
    criteria = {line.key: line for line in entry.contest.standard.criteria.all()}
    for key, value in zip(LINES, points, strict=False):
        comment = (comments or {}).get(key, "")
        Mark.objects.create(
            assignment=row,
            criterion=criteria[key],
            points=Decimal(str(value)),
            comment=comment,
            updated_at=NOW,
        )
    if veto:
        Mark.objects.create(
            assignment=row, criterion=criteria["3"], is_vetoed=True, comment=veto, updated_at=NOW
        )
    return row


def judged(
    kind: str = "school", *, sums: Sequence[int] = (95, 80, 60), day: int = 52, **values: Any
) -> Contest:
    """A contest in its notice (unless told otherwise); each entry has two locked sheets of this sum."""
    contest = make_contest(kind, day=day, **values)
    panel = [make_member(contest) for _ in range(2)]
    for total in sums:
        entry = make_entry(contest)
        for member in panel:
            give_sheet(entry, member, min(total, 60), max(min(total - 60, 30), 0), max(total - 90, 0))
    return contest


def settled(kind: str = "school", **values: Any) -> Contest:
    """The same, added up."""
    contest = judged(kind, **values)
    settle(contest.pk, NOW)
    contest.refresh_from_db()
    return contest


def entries_of(contest: Contest) -> list[Entry]:
    """In the order of their sums as they were named."""
    return list(contest.entries.order_by("number"))


def to_day(contest: Contest, day: int) -> None:
    """Move the contest's calendar, so that NOW is so many days after its first day."""
    shift = timezone.localdate(NOW) - contest.enrol_from
    for name in (
        "enrol_from",
        "enrol_until",
        "materials_until",
        "screening_until",
        "visits_until",
        "judging_until",
        "notice_until",
        "recheck_from",
        "recheck_until",
    ):
        old = getattr(contest, name)
        setattr(contest, name, old and old + shift - timedelta(days=day))
    contest.save()


def make_runner() -> User:
    """Somebody of the city who may run any contest."""
    user = make_resident(is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="run_contest"))
    return user
