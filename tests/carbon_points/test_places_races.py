"""Scans at the same instant, on PostgreSQL, beside careless twins that must break the promise."""

import time
from collections import Counter
from typing import Any

import pytest

from carbon_points.models import ActionLog, PlaceScan
from carbon_points.refusals import LimitReached
from carbon_points.refusals.desks import TicketRefused
from carbon_points.selectors import balance_of
from carbon_points.services import places as services
from carbon_points.services.verification import verify
from tests.carbon_points.ledger_world import make_resident
from tests.carbon_points.places_world import make_place, make_screen, scan, ticket_of
from tests.machinery.threads import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
MEANWHILE = 0.05


def test_64_scans_at_a_limit_of_1_are_one_log():
    resident, place = make_resident(), make_place()

    answers = together(lambda number: scan(place, resident, f"tap-{number}"), 64)

    assert Counter(map(type, answers)) == {ActionLog: 1, LimitReached: 63}
    assert (ActionLog.objects.count(), PlaceScan.objects.count(), balance_of(resident)) == (1, 1, 5)
    assert verify().differences == []


def test_control_64_scans_that_look_before_they_lock_get_errors_of_the_database(monkeypatch):
    """Without the lock first, several find room for number 1, and the unique constraint has to stop them."""
    resident, place = make_resident(), make_place()
    room = services._room

    def slow_room(*args: Any) -> int:
        found = room(*args)
        time.sleep(MEANWHILE)
        return found

    monkeypatch.setattr(services.ledger, "lock_accounts", lambda **_: [])
    monkeypatch.setattr(services, "_room", slow_room)
    answers = together(lambda number: scan(place, resident, f"tap-{number}"), 64)

    assert set(map(type, answers)) - {ActionLog, LimitReached}


def test_one_ticket_in_64_hands_is_one_log():
    place = make_screen(daily_limit=5)
    residents, ticket = [make_resident() for _ in range(64)], ticket_of(place)

    answers = together(lambda number: scan(place, residents[number], ticket=ticket), 64)

    assert Counter(map(type, answers)) == {ActionLog: 1, TicketRefused: 63}
    assert (ActionLog.objects.count(), PlaceScan.objects.count()) == (1, 1)
    assert verify().differences == []
