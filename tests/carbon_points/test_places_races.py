"""Scans at the same instant, on PostgreSQL, beside careless twins that must break the promise."""

from collections import Counter
from types import SimpleNamespace

import pytest
from django.db import IntegrityError

from carbon_points.models import ActionLog, PlaceScan
from carbon_points.refusals import LimitReached
from carbon_points.refusals.desks import TicketRefused
from carbon_points.selectors import balance_of
from carbon_points.services import places as services
from carbon_points.services.verification import verify
from tests.carbon_points.ledger_world import make_resident
from tests.carbon_points.places_world import make_place, make_screen, scan, ticket_of
from tests.machinery.threads import Rendezvous, together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_64_scans_at_a_limit_of_1_are_one_log():
    resident, place = make_resident(), make_place()

    answers = together(lambda number: scan(place, resident, f"tap-{number}"), 64)

    assert Counter(map(type, answers)) == {ActionLog: 1, LimitReached: 63}
    assert (ActionLog.objects.count(), PlaceScan.objects.count(), balance_of(resident)) == (1, 1, 5)
    assert verify().differences == []


def test_control_64_scans_that_look_before_they_lock_get_errors_of_the_database(monkeypatch):
    """Without the lock first, several find room for number 1, and the unique constraint has to stop them."""
    resident, place = make_resident(), make_place()
    # log_action still holds the accounts, but after the look.
    monkeypatch.setattr(services, "ledger", SimpleNamespace(lock_accounts=lambda **_: []))
    monkeypatch.setattr(services, "_room", Rendezvous(2).after(services._room))

    answers = together(lambda number: scan(place, resident, f"tap-{number}"), 64)

    assert Counter(map(type, answers))[ActionLog] == 1
    assert IntegrityError in map(type, answers)


def test_one_ticket_in_64_hands_is_one_log():
    place = make_screen(daily_limit=5)
    residents, ticket = [make_resident() for _ in range(64)], ticket_of(place)

    answers = together(lambda number: scan(place, residents[number], ticket=ticket), 64)

    assert Counter(map(type, answers)) == {ActionLog: 1, TicketRefused: 63}
    assert (ActionLog.objects.count(), PlaceScan.objects.count()) == (1, 1)
    assert verify().differences == []
