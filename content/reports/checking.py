"""Asks the addresses outside that are due, one of each machine, and writes down what they answered."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction

from content.models import LinkCheck
from content.reports.asking import BROKEN, FINE, REFUSED, UNSURE, Answer, ask
from core import clock

State = LinkCheck.State
# A round is short: it holds a worker, and an address that does not answer costs seconds.
A_ROUND = 6
AGAIN = {
    FINE: timedelta(days=7),
    BROKEN: timedelta(days=1),
    UNSURE: timedelta(days=1),
    REFUSED: timedelta(days=30),
}
# In a row; a machine that is down for a night is no dead link.
PATIENCE = 3
UNHURT = {401, 403, 405, 406, 429}


def due_checks() -> list[LinkCheck]:
    """The addresses to ask now, no two of one machine."""
    rows = LinkCheck.objects.filter(due_at__lte=clock.now()).order_by("due_at", "pk")[: A_ROUND * 20]
    hosts: dict[str, LinkCheck] = {}
    for row in rows:
        hosts.setdefault(row.host, row)
    return list(hosts.values())[:A_ROUND]


def check_due_links(*, asked: Callable[[str], Answer] = ask) -> int:
    """Ask some of what is due; how many. The asking is outside of any transaction."""
    rows = due_checks()
    for row in rows:
        record_answer(check_id=row.pk, answer=asked(row.url))
    return len(rows)


@transaction.atomic
def record_answer(*, check_id: int, answer: Answer) -> None:
    """Write an answer down. What fails again and again without a word counts as dead."""
    row = LinkCheck.objects.select_for_update().filter(pk=check_id).first()
    if row is None:
        return
    failed = answer.state in {BROKEN, UNSURE} and answer.status not in UNHURT
    row.failures = row.failures + 1 if failed else 0
    row.state = State(answer.state)
    if answer.state == UNSURE and row.failures >= PATIENCE:
        row.state = State.BROKEN
    row.status, row.reason = answer.status, answer.reason
    row.checked_at = clock.now()
    row.due_at = row.checked_at + AGAIN[answer.state]
    row.save()
