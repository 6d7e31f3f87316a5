"""A session's line, step by step at random, beside a model of our own: after each step they agree."""

from dataclasses import dataclass, field, replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.models import Registration, Session
from campaigns.refusals.registration import PlacesRefused
from campaigns.services.publishing import publish
from campaigns.services.registration import bring_fewer, cancel
from tests.campaigns.test_registration import join
from tests.campaigns.world import campaign_facts, session_facts
from tests.carbon_points.ledger_world import NOW

pytestmark = pytest.mark.django_db

SEATS = st.integers(min_value=1, max_value=6)
WHOSE = st.integers(min_value=0, max_value=30)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("join"), SEATS, SEATS),
        st.tuples(st.just("cancel"), WHOSE, SEATS),
        st.tuples(st.just("fewer"), WHOSE, SEATS),
        st.tuples(st.just("capacity"), SEATS, SEATS),
    ),
    max_size=25,
)


@dataclass
class Line:
    """What was promised: in order, nobody overtakes, never more than there are seats."""

    seats: int
    rows: list[list[int | str]] = field(default_factory=list)

    def taken(self) -> int:
        return sum(int(places) for places, state in self.rows if state == "confirmed")

    def move(self) -> None:
        for row in self.rows:
            if row[1] != "waiting" or int(row[0]) > self.seats:
                continue
            if self.taken() + int(row[0]) > self.seats:
                return
            row[1] = "confirmed"

    def join(self, places: int) -> None:
        self.rows.append([places, "waiting"])
        self.move()


def walk(steps: list[tuple[str, int, int]]) -> None:
    """Take each step on both sides and compare."""
    facts = campaign_facts(session_facts(capacity=4, most_places=6))
    session, line = publish(facts=facts, now=NOW).sessions.get(), Line(4)
    rows: list[Registration] = []
    for verb, number, places in steps:
        if verb == "join":
            try:
                rows.append(join(session, places=places))
            except PlacesRefused:
                assert places > line.seats
                continue
            line.join(places)
        elif verb == "capacity":
            line.seats = number
            publish(facts=replace(facts, sessions=(replace(facts.sessions[0], capacity=number),)), now=NOW)
            line.move()
        elif rows:
            change(verb, number % len(rows), places, rows, line)
        compare(session, line)


def change(verb: str, one: int, places: int, rows: list[Registration], line: Line) -> None:
    """Somebody cancels, or comes with fewer."""
    had, state = line.rows[one]
    if state == "cancelled" or (verb == "fewer" and places > int(had)):
        return
    if verb == "cancel":
        cancel(registration=rows[one], now=NOW)
        line.rows[one][1] = "cancelled"
    else:
        bring_fewer(registration=rows[one], places=places, now=NOW)
        line.rows[one][0] = places
    line.move()


def compare(session: Session, line: Line) -> None:
    """The same people hold seats and wait; the kept count is their sum and never over the capacity."""
    session.refresh_from_db()
    there = [list(row) for row in session.registrations.order_by("number").values_list("places", "state")]
    assert there == line.rows
    assert session.seats_taken == line.taken() <= session.capacity
    assert session.capacity == max(line.seats, line.taken())


@given(steps=STEPS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_the_line_is_what_was_promised(steps):
    with transaction.atomic():
        walk(steps)
        transaction.set_rollback(True)
