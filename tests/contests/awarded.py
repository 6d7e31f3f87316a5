"""Entries with a result, and titles, for the tests of what comes after judging."""

from decimal import Decimal
from itertools import count
from typing import Any

from accounts.models import User
from accounts.services.organisations import add_member
from campaigns.contests.models import Contest, Entry, Level, Result, Title
from campaigns.contests.services.titles import give_title
from tests.carbon_points.ledger_world import NOW, make_resident
from tests.contests.world import make_school

_keys = count(1)


def make_entry(contest: Contest, **values: Any) -> Entry:
    """One that passed screening: of an organisation with a head, of a family, or a work."""
    number = contest.entries.count() + 1
    usual: dict[str, Any] = {"state": "accepted", "created_at": NOW, "submitted_at": NOW}
    if contest.kind in {"family", "works"}:
        usual |= {"applicant": make_resident(), "name": f"小林{number}家", "slot": f"own:{number}"}
    else:
        school, head = make_school(contest.kind)
        usual |= {
            "organisation": school,
            "applicant": head,
            "name": school.name,
            "slot": f"org:{school.pk}",
        }
    usual |= {"number": number, "request_key": f"k{next(_keys)}"}
    return Entry.objects.create(contest=contest, **(usual | values))


def make_result(contest: Contest, *, level: int | None = 1, entry: Entry | None = None) -> Result:
    """A settled result with the first level, another one, or none."""
    found = Level.objects.get(contest=contest, order=level) if level else None
    return Result.objects.create(
        entry=entry or make_entry(contest), score=Decimal(95), rank=1, level=found, settled_at=NOW
    )


def make_title(contest: Contest, **values: Any) -> Title:
    """A title that was given NOW."""
    return give_title(result=make_result(contest, entry=make_entry(contest, **values)), now=NOW)


def runner_of(contest: Contest) -> User:
    """Somebody of the organisation that runs a contest; the contest gets one when it has none."""
    if contest.organisation is None:
        contest.organisation = make_school("agency")[0]
        contest.save(update_fields=["organisation"])
    runner = make_resident()
    add_member(organisation=contest.organisation, user=runner, role="staff")
    return runner
