"""Entries, panels and draws for the tests of judging."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import User
from campaigns.contests.models import Answer, Assignment, Contest, Entry, EntryFile, PanelMember
from campaigns.contests.services.advancing import advance_contests
from campaigns.contests.services.marking import save_marks
from campaigns.contests.services.sheets import MarkIn
from campaigns.contests.storage import ContestStorage
from core import clock
from tests.carbon_points.ledger_world import NOW
from tests.contests.world import make_contest, make_member, make_school

_numbers = count(1)
# Days of a contest, counted from its first: what each is in the middle of.
SCREENS, VISITS, JUDGES, NOTICE = 22, 32, 42, 52
FULL = {"1.1": Decimal(60), "1.2": Decimal(30), "2.1": Decimal(10)}


def stop_clock(monkeypatch: Any, *, days: int = 0) -> None:
    """The clock stands so many days after NOW."""
    moment = NOW + timedelta(days=days)
    monkeypatch.setattr(clock, "now", lambda: moment)
    monkeypatch.setattr(clock, "today", lambda: moment.date())


def make_entry(contest: Contest, state: str = "accepted", **values: Any) -> Entry:
    """An entry of a new school that passed screening, with words for each criterion and one document."""
    school, head = values.pop("of", None) or make_school()
    number = contest.entries.count() + 1
    entry = Entry.objects.create(
        **{
            "contest": contest,
            "number": number,
            "organisation": school,
            "applicant": head,
            "slot": f"org:{school.pk}",
            "name": school.name,
            "state": state,
            "request_key": f"k{number}",
            "created_at": NOW,
            "submitted_at": NOW,
        }
        | values
    )
    for line in contest.standard.criteria.filter(points__isnull=False):
        Answer.objects.create(
            entry=entry,
            criterion=line,
            self_score=(line.points or Decimal(0)) - Decimal(1),
            words=f"我们做到了{line.key}",
            updated_at=NOW,
        )
    return entry


def make_file(entry: Entry, by: User | None = None, purpose: str = "material") -> EntryFile:
    """A document of an entry, on the disk."""
    name = ContestStorage().save(f"2026/11/23/{next(_numbers)}.pdf", ContentFile(b"%PDF-1.4 test"))
    return EntryFile.objects.create(
        entry=entry,
        criterion=entry.contest.standard.criteria.get(key="1.1"),
        purpose=purpose,
        kind="document",
        file=name,
        name=f"{entry.name}的用电记录.pdf",
        size=13,
        sha256=f"{next(_numbers):064}",
        uploaded_by=by or entry.applicant,
        at=NOW,
    )


def judged_contest(
    *, entries: int = 3, jurors: int = 3, day: int = JUDGES, **values: Any
) -> tuple[Contest, list[PanelMember]]:
    """A contest whose jurors are drawn, in its judging unless told otherwise."""
    contest = make_contest(day=day, **values)
    for _ in range(entries):
        make_entry(contest)
    members = [make_member(contest) for _ in range(jurors)]
    advance_contests(NOW)
    contest.refresh_from_db()
    return contest, members


def sheet(member: PanelMember, number: int = 0) -> Assignment:
    """One of a juror's sheets, by number."""
    return member.assignments.order_by("entry__number")[number]


def mark(one: Assignment, **points: Any) -> Assignment:
    """Mark a sheet whole: full points, unless told otherwise by key with _ for the dot."""
    given = FULL | {key[1:].replace("_", "."): Decimal(value) for key, value in points.items()}
    return save_marks(
        user=one.member.user,
        sheet_id=one.pk,
        revision=Assignment.objects.get(pk=one.pk).revision,
        marks={key: MarkIn(points=value) for key, value in given.items()},
    )


def states(sheets: Iterable[Assignment]) -> list[str]:
    """The states of sheets, as they are in the database."""
    return [Assignment.objects.get(pk=one.pk).state for one in sheets]
