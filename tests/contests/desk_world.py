"""Entries as they come to the desk, for its tests."""

from itertools import count
from typing import Any

from accounts.models import Organisation, User
from accounts.services.organisations import add_member
from campaigns.contests.models import Answer, Contest, Entry, EntryEvent
from core import clock
from tests.accounts.people import someone
from tests.contests.world import make_contest, make_school

_numbers = count(1)


def make_runner(kind: str = "school", **values: Any) -> tuple[Contest, User]:
    """A contest of an organisation, and somebody of its staff."""
    host, _ = make_school("agency")
    runner = someone()
    add_member(organisation=host, user=runner, role="staff")
    return make_contest(kind, **({"organisation": host} | values)), runner


def hand_in(
    contest: Contest, *, organisation: Organisation | None = None, by: User | None = None, **values: Any
) -> Entry:
    """An entry that waits for the desk; of a school of its own unless told otherwise, or of a family."""
    if organisation is None and by is None:
        organisation, by = make_school()
    number = next(_numbers)
    usual: dict[str, Any] = {
        "contest": contest,
        "number": number,
        "organisation": organisation,
        "applicant": by,
        "slot": f"org:{organisation.pk}" if organisation else f"user:{by.pk if by else 0}",
        "name": organisation.name if organisation else "小林家",
        "area": organisation.area if organisation else None,
        "state": "submitted",
        "request_key": f"key-{number}",
        "created_at": clock.now(),
        "submitted_at": clock.now(),
    }
    entry = Entry.objects.create(**(usual | values))
    if entry.state == Entry.State.DRAFT:
        entry.submitted_at = None
        entry.save(update_fields=["submitted_at"])
        return entry
    EntryEvent.objects.create(entry=entry, what="submitted", by=entry.applicant, at=clock.now())
    return entry


def answer(entry: Entry, key: str = "1.1", score: str = "50", words: str = "全年用电下降一成") -> Answer:
    """What an entry says to one line of its standard."""
    criterion = entry.contest.standard.criteria.get(key=key)
    return Answer.objects.create(
        entry=entry, criterion=criterion, self_score=score, words=words, updated_at=clock.now()
    )
