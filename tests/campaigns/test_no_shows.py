"""The line ends with the session; two sessions missed without a word pause, kindly and once."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.models import User
from campaigns.models import Pause, Registration, Session
from campaigns.refusals.registration import TooManyOpen
from campaigns.services import registration as services
from campaigns.services.attendance import check_in
from campaigns.services.door_list import take_names, tick
from campaigns.services.no_shows import close_sessions, lift_pause
from tests.campaigns.door_world import make_door, register
from tests.campaigns.world import make_session
from tests.carbon_points.ledger_world import NOW, make_resident

pytestmark = pytest.mark.django_db


def held(days: int, *missing: User, someone_came: bool = True) -> Session:
    """A session so many days ago that these people missed."""
    start = NOW - timedelta(days=days)
    session = make_session(starts_at=start)
    for person in missing:
        register(session, person)
    if someone_came:
        there = register(session)
        check_in(
            session_id=session.pk,
            resident=there.resident,
            way="screen",
            nonce=uuid4(),
            seen_at=start,
            now=start,
        )
    return session


def test_the_line_ends_with_the_session():
    session = held(2)
    waiting = register(session, state=Registration.State.WAITING)

    close_sessions(now=NOW)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.ended_by) == ("cancelled", "over")


def test_whoever_was_let_in_without_a_seat_did_not_wait_in_vain():
    session, head = make_door(capacity=1, starts_at=NOW - timedelta(days=2))
    register(session)
    waiting = register(session, state=Registration.State.WAITING)
    tick(
        by=head,
        session_id=session.pk,
        registration_id=waiting.pk,
        nonce=uuid4(),
        now=session.starts_at,
    )

    close_sessions(now=NOW)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.check_ins.count()) == ("waiting", 1)


def test_people_without_an_account_on_the_list_hide_nobody_who_missed():
    person = make_resident()
    held(40, person)
    session, head = make_door(starts_at=NOW - timedelta(days=2))
    register(session, person)
    take_names(by=head, session_id=session.pk, names=["李秀英"], request_key=uuid4(), now=session.starts_at)

    assert close_sessions(now=NOW) == 1
    assert Pause.objects.get().resident == person


def test_one_session_missed_is_nothing():
    held(2, make_resident())

    assert close_sessions(now=NOW) == 0


def test_two_missed_within_ninety_days_pause_once():
    person = make_resident()
    held(40, person)
    second = held(2, person)

    assert close_sessions(now=NOW) == 1
    assert close_sessions(now=NOW + timedelta(hours=1)) == 0
    pause = Pause.objects.get()
    assert (pause.resident, pause.registration.session) == (person, second)
    assert pause.until == (second.ends_at + timedelta(days=30)).date()


def test_two_missed_further_apart_do_not_pause():
    person = make_resident()
    held(100, person)
    held(2, person)

    assert close_sessions(now=NOW) == 0


def test_a_session_where_nobody_was_checked_in_counts_for_nobody():
    person = make_resident()
    held(40, person)
    held(2, person, someone_came=False)

    assert close_sessions(now=NOW) == 0


def test_what_was_cancelled_in_time_or_attended_does_not_count():
    person = make_resident()
    held(40, person)
    session = held(2, person)
    Registration.objects.filter(session=session, resident=person).update(
        state="cancelled", ended_at=NOW - timedelta(days=3), ended_by="self"
    )

    assert close_sessions(now=NOW) == 0


def test_a_pause_leaves_one_at_a_time_and_the_organiser_lifts_it():
    person = make_resident()
    held(40, person)
    held(2, person)
    close_sessions(now=NOW)
    first, second = make_session(), make_session()
    services.register(resident=person, session_id=first.pk, request_key="a", now=NOW)

    with pytest.raises(TooManyOpen):
        services.register(resident=person, session_id=second.pk, request_key="b", now=NOW)
    lift_pause(registration=Pause.objects.get().registration, now=NOW)

    assert services.register(resident=person, session_id=second.pk, request_key="b", now=NOW).number == 1
