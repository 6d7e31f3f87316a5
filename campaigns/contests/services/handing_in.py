"""Submitting an entry, and taking it back."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from campaigns.contests.models import Entry, EntryEvent
from campaigns.contests.refusals.entries import EntryClosed, Incomplete
from campaigns.contests.rules.phases import Phase
from campaigns.contests.selectors.calendar import check_phase
from campaigns.contests.selectors.entry_forms import form_of
from campaigns.contests.services.answers import check_open
from campaigns.contests.services.entries import lock_entry
from core import clock

State, What = Entry.State, EntryEvent.What
WITHDRAWABLE = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.ACCEPTED)


@transaction.atomic
def submit_entry(*, entry_id: int, by: User, now: datetime | None = None) -> Entry:
    """Hand an entry in, for the first time or again after it came back. Twice, it changes nothing more.

    Raises Incomplete, which lists all that is missing, EntryClosed, WrongPhase or NoSuchEntry.
    """
    now = now or clock.now()
    entry = lock_entry(by, entry_id)
    if entry.state == State.SUBMITTED:
        return entry
    check_open(entry, what="提交")
    if missing := form_of(entry).missing:
        raise Incomplete(missing)
    entry.state, entry.submitted_at = State.SUBMITTED, now
    return _moved(entry, What.SUBMITTED, by, now)


@transaction.atomic
def withdraw_entry(*, entry_id: int, by: User, now: datetime | None = None) -> Entry:
    """Take an entry back until screening is over; its place is free again. Twice, it changes nothing more.

    Raises EntryClosed, WrongPhase or NoSuchEntry.
    """
    now = now or clock.now()
    entry = lock_entry(by, entry_id)
    if entry.state == State.WITHDRAWN:
        return entry
    if entry.state not in WITHDRAWABLE:
        raise EntryClosed(f"这份申报{entry.get_state_display()}，不用撤回。")
    check_phase(entry.contest, Phase.ENROL, Phase.MATERIALS, Phase.SCREENING, what="撤回")
    entry.state = State.WITHDRAWN
    return _moved(entry, What.WITHDRAWN, by, now)


def _moved(entry: Entry, what: str, by: User, now: datetime) -> Entry:
    entry.revision += 1
    entry.save(update_fields=["state", "submitted_at", "revision"])
    EntryEvent.objects.create(entry=entry, what=what, by=by, at=now)
    return entry
