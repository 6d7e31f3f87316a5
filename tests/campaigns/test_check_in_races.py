"""Scans at the same instant, on PostgreSQL, beside careless twins that must break the promise."""

from collections import Counter
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import IntegrityError

from accounts.services.organisations import add_member
from campaigns.models import CheckIn, Registration
from campaigns.refusals.check_in import NonceReused, NoSeat
from campaigns.rules import codes
from campaigns.selectors.attendance import people_there
from campaigns.services import attendance, scans, seats_at_the_door
from campaigns.services.arrivals import arrive
from campaigns.services.attendance import Attendance, check_in
from campaigns.services.scans import take_scan, take_scans
from carbon_points import tickets
from carbon_points.models import ActionLog
from carbon_points.selectors import balance_of
from carbon_points.services.verification import verify
from tests.campaigns.door_world import LATER, make_door, own_code, register, scan_of
from tests.carbon_points.ledger_world import NOW, make_resident
from tests.machinery.threads import Rendezvous, together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def outcomes(answers: list) -> Counter:
    """new: entered; same: this very scan was known; already: the person was there."""
    return Counter(
        ("new" if one.is_new else "same" if one.is_same else "already")
        if isinstance(one, Attendance)
        else type(one)
        for one in answers
    )


def test_the_same_code_before_20_scanners_is_1_in_and_19_already_there():
    session, head = make_door()
    row = register(session)
    staff = [head, *(make_resident() for _ in range(19))]
    for person in staff[1:]:
        add_member(organisation=session.campaign.organisation, user=person, role="staff")

    answers = together(
        lambda number: take_scan(
            by=staff[number], session_id=session.pk, scan=scan_of(row), now=NOW + LATER / 2
        ),
        20,
    )

    assert outcomes(answers) == {"new": 1, "already": 19}
    assert len({one.check_in.pk for one in answers}) == 1
    assert (CheckIn.objects.count(), ActionLog.objects.count(), balance_of(row.resident)) == (1, 1, 1)
    assert verify().differences == []


def test_control_20_scanners_that_hold_nobody_get_errors_of_the_database(monkeypatch):
    """Without the person's lock several find nobody there, and the unique constraint has to stop them."""
    session, head = make_door()
    row = register(session)
    monkeypatch.setattr(attendance, "lock_user", lambda user: user)
    monkeypatch.setattr(attendance, "_refusal", Rendezvous(2).after(attendance._refusal))

    answers = together(lambda _: take_scan(by=head, session_id=session.pk, scan=scan_of(row), now=NOW), 20)

    assert outcomes(answers)["new"] == 1
    assert outcomes(answers)[IntegrityError] >= 1


def test_the_same_nonce_20_times_at_once_is_1_row_and_20_good_answers():
    session, head = make_door()
    row = register(session)
    scan = scan_of(row)

    answers = together(lambda _: take_scan(by=head, session_id=session.pk, scan=scan, now=NOW), 20)

    assert outcomes(answers) == {"new": 1, "same": 19}
    assert (CheckIn.objects.count(), ActionLog.objects.count(), balance_of(row.resident)) == (1, 1, 1)
    assert verify().differences == []


def test_control_the_same_nonce_20_times_without_a_lock_is_not_20_good_answers(monkeypatch):
    session, head = make_door()
    row = register(session)
    scan = scan_of(row)
    monkeypatch.setattr(attendance, "lock_user", lambda user: user)
    monkeypatch.setattr(attendance, "_refusal", Rendezvous(2).after(attendance._refusal))

    answers = together(lambda _: take_scan(by=head, session_id=session.pk, scan=scan, now=NOW), 20)

    assert outcomes(answers)["new"] == 1
    assert outcomes(answers)["new"] + outcomes(answers)["same"] < 20


def test_one_ticket_in_20_hands_enters_1_person():
    session, _ = make_door(capacity=None)
    residents = [make_resident() for _ in range(20)]
    ticket = tickets.issue(place_id=session.pk, now=NOW, of="campaign_session")

    answers = together(
        lambda number: arrive(resident=residents[number], session_id=session.pk, ticket=ticket, now=NOW), 20
    )

    assert Counter(map(type, answers)) == {list: 1, NonceReused: 19}
    # Whoever was refused has no seat, no number and no points either.
    assert (CheckIn.objects.count(), ActionLog.objects.count(), Registration.objects.count()) == (1, 1, 1)
    assert verify().differences == []


def test_20_people_without_a_registration_for_5_seats_are_5_in_and_15_told_to_ask():
    session, _ = make_door(capacity=5)
    residents = [make_resident() for _ in range(20)]

    answers = together(lambda number: _at_the_screen(session, residents[number]), 20)

    assert outcomes(answers) == {"new": 5, NoSeat: 15}
    session.refresh_from_db()
    assert (session.seats_taken, session.last_number, people_there(session)) == (5, 5, 5)
    assert sorted(Registration.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_control_20_people_whose_session_nobody_holds_get_errors_of_the_database(monkeypatch):
    session, _ = make_door(capacity=5)
    residents = [make_resident() for _ in range(20)]
    careless = SimpleNamespace(
        objects=SimpleNamespace(select_for_update=lambda **_: type(session).objects.all())
    )
    monkeypatch.setattr(seats_at_the_door, "Session", careless)
    monkeypatch.setattr(seats_at_the_door, "_seated", Rendezvous(2).before(seats_at_the_door._seated))

    answers = together(lambda number: _at_the_screen(session, residents[number]), 20)

    assert outcomes(answers)[IntegrityError] >= 1


def test_a_photo_of_a_code_is_refused_at_20_scanners():
    session, head = make_door()
    row = register(session)
    old = own_code(row, NOW)
    answers = together(
        lambda _: take_scan(
            by=head,
            session_id=session.pk,
            scan=scan_of(row, code=old, seen_at=NOW + LATER),
            now=NOW + LATER,
        ),
        20,
    )
    assert outcomes(answers) == {scans.CodeRefused: 20}
    assert CheckIn.objects.count() == 0


def test_control_a_scanner_that_takes_any_age_takes_the_photo(monkeypatch):
    session, head = make_door()
    row = register(session)
    monkeypatch.setattr(codes, "is_fresh_own", lambda *_: True)
    late = scan_of(row, code=own_code(row, NOW), seen_at=NOW + LATER)
    assert take_scan(by=head, session_id=session.pk, scan=late, now=NOW + LATER).is_new


def test_fifty_kept_scans_sent_by_two_phones_at_once_and_cut_off_are_forty_people():
    session, head = make_door(capacity=None)
    rows = [register(session) for _ in range(40)]
    batch = [*(scan_of(row) for row in rows), *(scan_of(row) for row in rows[:10])]
    now = NOW + timedelta(hours=3)

    # One sends everything, three send what they had when the line broke, two from the other end.
    parts = [batch, batch[:17], batch[:23], batch[:31], batch[::-1], batch[::-1][:29]]
    answers = together(
        lambda number: take_scans(by=head, session_id=session.pk, scans=parts[number], now=now), len(parts)
    )
    again = take_scans(by=head, session_id=session.pk, scans=batch, now=now)

    assert [type(one) for one in answers] == [list] * len(parts)
    assert [one for part in [*answers, again] for one in part if one.refusal] == []
    assert sum(one.attendance.is_new for part in answers for one in part) == 40
    assert not any(one.attendance.is_new for one in again)
    assert (CheckIn.objects.count(), ActionLog.objects.count(), people_there(session)) == (40, 40, 40)
    assert [balance_of(row.resident) for row in rows] == [1] * 40
    assert verify().differences == []


def test_control_a_sync_that_forgets_who_is_there_is_stopped_by_the_database_alone(monkeypatch):
    session, head = make_door()
    row = register(session)
    twice = [scan_of(row), scan_of(row)]
    find = CheckIn.objects.filter

    def forgetful(**values):
        return find(pk=0) if "resident" in values else find(**values)

    monkeypatch.setattr(CheckIn.objects, "filter", forgetful)
    with pytest.raises(IntegrityError):
        take_scans(by=head, session_id=session.pk, scans=twice, now=NOW)


def _at_the_screen(session, resident) -> Attendance:
    return check_in(
        session_id=session.pk, resident=resident, way="screen", nonce=uuid4(), seen_at=NOW, now=NOW
    )
