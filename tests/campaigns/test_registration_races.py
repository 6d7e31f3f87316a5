"""Many at once at one session. Each promise stands beside a control in which the guard is taken away."""

from typing import Any
from unittest.mock import patch

import pytest

from accounts.models import User
from campaigns.models import Registration, Session
from campaigns.services import registration as services
from campaigns.services.registration import cancel, register
from tests.campaigns.world import make_session
from tests.carbon_points.ledger_world import NOW, make_resident
from tests.machinery.threads import Rendezvous, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

COMING = 200


def come(session: Session, people: list[User]) -> list[Any]:
    """All of them at one moment."""
    return together(
        lambda one: register(resident=people[one], session_id=session.pk, request_key=f"k{one}", now=NOW),
        len(people),
    )


def check(session: Session) -> None:
    """Never over capacity, counted right, numbered without a gap, nobody passed over."""
    session.refresh_from_db()
    rows = list(session.registrations.order_by("number"))
    confirmed = [row for row in rows if row.state == "confirmed"]
    waiting = [row for row in rows if row.state == "waiting"]
    assert session.seats_taken == len(confirmed) <= session.capacity
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    if waiting:
        assert len(confirmed) == session.capacity
        assert max(row.number for row in confirmed) < min(row.number for row in waiting)


def test_two_hundred_come_for_ten_seats():
    session = make_session(capacity=10)
    people = [make_resident() for _ in range(COMING)]

    answers = come(session, people)

    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert session.registrations.filter(state="confirmed").count() == 10
    assert session.registrations.filter(state="waiting").count() == 190
    check(session)


def test_five_cancel_while_fifty_come():
    session = make_session(capacity=10)
    there = come(session, [make_resident() for _ in range(12)])
    seats = sorted((row for row in there if row.state == "confirmed"), key=lambda row: row.number)[:5]
    people = [make_resident() for _ in range(50)]

    def work(one: int) -> Registration:
        if one < 5:
            return cancel(registration=seats[one], now=NOW)
        resident = people[one - 5]
        return register(resident=resident, session_id=session.pk, request_key=f"n{one}", now=NOW)

    answers = together(work, 55)

    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert session.registrations.filter(state="cancelled").count() == 5
    assert session.registrations.filter(state="confirmed").count() == 10
    assert session.registrations.filter(state="waiting").count() == 47
    check(session)


def test_one_person_taps_twenty_times_with_one_key():
    session, resident = make_session(capacity=10), make_resident()

    rows = together(
        lambda _: register(resident=resident, session_id=session.pk, request_key="k", now=NOW), 20
    )

    assert {row.pk for row in rows} == {Registration.objects.get().pk}
    check(session)


def test_one_person_comes_for_three_sessions_at_once_and_has_two():
    resident = make_resident()
    sessions = [make_session() for _ in range(3)]

    together(
        lambda one: register(resident=resident, session_id=sessions[one].pk, request_key=f"k{one}", now=NOW),
        3,
    )

    assert Registration.objects.filter(resident=resident, state="confirmed").count() == 2


def _not_held(session_id: int) -> Session:
    """The control: everybody sees the session as it was, and nobody waits for the row."""
    return Session.objects.select_related("campaign").get(pk=session_id)


def test_control_without_the_lock_of_the_row_five_cancel_and_the_count_is_wrong():
    session = make_session(capacity=10, has_waiting_list=False)
    seats = [one for one in come(session, [make_resident() for _ in range(10)]) if one.pk][:5]

    with patch.object(services, "lock_session", Rendezvous(5).after(_not_held)):
        together(lambda one: cancel(registration=seats[one], now=NOW), 5)

    session.refresh_from_db()
    assert session.registrations.filter(state="confirmed").count() == 5
    # Each of the five saw ten seats taken, and wrote nine.
    assert session.seats_taken == 9


def test_control_without_the_lock_of_the_row_all_take_the_same_number():
    session = make_session(capacity=10)
    people = [make_resident() for _ in range(20)]

    with patch.object(services, "lock_session", Rendezvous(20).after(_not_held)):
        answers = come(session, people)

    # Only the database's own constraint is left to refuse all but one.
    assert sum(isinstance(answer, Exception) for answer in answers) == 19
    assert session.registrations.count() == 1
