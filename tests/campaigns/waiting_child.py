"""A process in which somebody gives a seat back, and which stands still at one place until it is killed.

Run as `python -m tests.campaigns.waiting_child [PLACE] [CONTROL]`. At its start three people have a seat
and three wait, once; then the first gives theirs back. At the place it prints "here" and goes no further.
"""

import os
import sys
import threading
from functools import partial
from typing import Any

import django

django.setup()

from django.db import transaction  # noqa: E402

from campaigns.models import Registration, Session  # noqa: E402
from campaigns.services import registration as services  # noqa: E402
from campaigns.services import waiting_list  # noqa: E402
from tests.accounts.people import someone  # noqa: E402
from tests.campaigns.world import make_session  # noqa: E402
from tests.carbon_points.ledger_world import NOW  # noqa: E402

SEATS, PEOPLE = 3, 6


def stand_still() -> None:
    """For as long as the process lives."""
    os.write(1, b"here\n")
    threading.Event().wait()


def moving(place: str, **values: Any) -> list[Registration]:
    """The line moves; the process stands before it, or after it."""
    if place == "before":
        stand_still()
    moved = waiting_list.move_up(**values)
    if place == "after":
        stand_still()
    return moved


def later(place: str, *, session: Session, now: Any) -> None:
    """Control: the line moves in a transaction of its own."""

    def move() -> None:
        with transaction.atomic():
            moving(place, session=Session.objects.select_related("campaign").get(pk=session.pk), now=now)

    transaction.on_commit(move)


def main(place: str = "", control: str = "") -> None:
    """Set the place up, and give the first seat back."""
    services.move_up = partial(later if control else moving, place)  # type: ignore[assignment]
    if not Session.objects.exists():
        session = make_session(capacity=SEATS)
        for number in range(PEOPLE):
            services.register(resident=someone(), session_id=session.pk, request_key=f"k{number}", now=NOW)
    services.cancel(registration=Registration.objects.get(number=1), now=NOW)


if __name__ == "__main__":
    main(*sys.argv[1:])
