"""What this room tells the statistics, which may not look up to it."""

from datetime import date

from core import clock
from feedback.models import State, Ticket
from feedback.selectors.statistics import answered_within
from indicators import sources


def answer_times(first: date, last: date) -> tuple[float | None, int | None]:
    """Of tickets received on these days: days until half had an answer, and percent answered in time.

    None where fewer than ten were answered. One query.
    """
    tickets = Ticket.objects.exclude(state=State.SPAM).filter(
        received_at__gte=clock.midnight(first), received_at__lt=clock.next_midnight(last)
    )
    return answered_within(list(tickets.only("received_at", "answered_at", "first_due_on")))


def register_all() -> None:
    """Say what can be asked."""
    sources.register("answer_times", answer_times)
