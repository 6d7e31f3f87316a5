"""R4: each log against its method's figures and against the one transfer that paid it."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from carbon_points.models import ActionLog, Method, Policy, Transfer
from carbon_points.models.ledger import ISSUER_ID
from carbon_points.rules.credit import TIERS, Credit, Rate, credit
from carbon_points.rules.logs import MOST_THANKS
from carbon_points.rules.policies import ActionPolicy, read
from carbon_points.selectors.catalogue import rate_of
from carbon_points.services.verification.difference import Difference

PAGE = 1000
MIRRORED = (
    *("resident_id", "area_id", "action_id", "method_id", "done_on", "evidence", "tier"),
    *("quantity", "milligrams", "low_mg", "high_mg", "points"),
)
NEGATED = {"quantity", "milligrams", "low_mg", "high_mg", "points"}


class Payment(NamedTuple):
    """The transfer that paid for a log, or returned the points; `owner_id` is the resident's side."""

    id: int
    points: int
    debit_id: int
    owner_id: int | None


def log_differences() -> Iterator[tuple[int, list[Difference]]]:
    """For each page of logs how many they were, and what differs."""
    methods = {method.pk: method for method in Method.objects.select_related("action")}
    rates = {pk: rate_of(method) for pk, method in methods.items()}
    shares = _Shares()
    last = 0
    while page := list(
        ActionLog.objects.filter(pk__gt=last).select_related("reverses").order_by("pk")[:PAGE]
    ):
        last = page[-1].pk
        payments = _payments(page)
        found: list[Difference] = []
        for log in page:
            if log.reverses is None:
                method = methods[log.method_id]
                rate = shares.applied(rates[log.method_id], method.action.code, log.done_on)
                found += _worth(log, method, rate)
                found += _payment(log, payments)
            else:
                found += _mirror(log, log.reverses)
                found += _repayment(log, log.reverses, payments)
        yield len(page), found


class _Shares:
    """The shares that policies gave self-reports, by action and day."""

    def __init__(self) -> None:
        self._from: defaultdict[str, list[tuple[date, Decimal | None]]] = defaultdict(list)
        rows = Policy.objects.filter(kind=Policy.Kind.ACTION).order_by("valid_from")
        for code, valid_from, values in rows.values_list("key", "valid_from", "values"):
            self._from[code].append((valid_from, read(ActionPolicy, values).self_share))

    def applied(self, rate: Rate, code: str, day: date) -> Rate:
        """The rate with the share that held on the day."""
        if code not in self._from:
            return rate
        versions = self._from[code]
        place = bisect_right(versions, day, key=lambda version: version[0])
        share = versions[place - 1][1] if place else None
        return rate if share is None else replace(rate, self_share=share)


def _payments(page: list[ActionLog]) -> dict[str, Payment]:
    """What paid these logs, by earn:<log id>, and what was returned for them, by undo:<log id>."""
    sources = [f"earn:{log.reverses_id or log.pk}" for log in page]
    paid = Transfer.objects.filter(source__in=sources)
    returned = Transfer.objects.filter(reverses__source__in=sources)
    found = {
        source: Payment(*row)
        for source, *row in paid.values_list("source", "pk", "points", "debit_id", "credit__owner_id")
    }
    for source, *row in returned.values_list(
        "reverses__source", "pk", "points", "debit_id", "debit__owner_id"
    ):
        found[source.replace("earn:", "undo:")] = Payment(*row)
    return found


def _worth(log: ActionLog, method: Method, rate: Rate) -> Iterator[Difference]:
    """The credited numbers follow from the method that was in force."""
    where = f"log {log.pk}"
    if method.action_id != log.action_id or method.valid_from > log.done_on:
        yield Difference("R4", where, f"method {method.pk} does not hold for its action and day")
    if TIERS.get(log.evidence) != log.tier:
        yield Difference("R4", where, f"tier {log.tier} does not follow from evidence {log.evidence}")
    worth = _credit(rate, log.quantity, log.evidence)
    credited = (log.milligrams, log.low_mg, log.high_mg)
    if credited != (worth.milligrams, worth.low_mg, worth.high_mg):
        yield Difference("R4", where, f"credited {credited[0]} mg, the method gives {worth.milligrams}")
    # Thanks stand on the action, which staff may change later: only their ceiling can be proven.
    if log.points != worth.points and not worth.points < log.points <= MOST_THANKS:
        yield Difference("R4", where, f"{log.points} points, the method gives {worth.points}")


@lru_cache(maxsize=4096)
def _credit(rate: Rate, quantity: Decimal, evidence: str) -> Credit:
    return credit(rate, quantity, evidence)


def _payment(log: ActionLog, payments: dict[str, Payment]) -> Iterator[Difference]:
    paid = payments.get(f"earn:{log.pk}")
    where = f"log {log.pk}"
    if paid is None:
        if log.points:
            yield Difference("R4", where, f"{log.points} points were never paid")
    elif (paid.points, paid.debit_id) != (log.points, ISSUER_ID):
        yield Difference("R4", where, f"{log.points} points, but transfer {paid.id} paid {paid.points}")
    elif paid.owner_id != log.resident_id:
        yield Difference("R4", where, f"transfer {paid.id} paid somebody else")


def _mirror(log: ActionLog, original: ActionLog) -> Iterator[Difference]:
    for name in MIRRORED:
        value = getattr(log, name)
        if (-value if name in NEGATED else value) != getattr(original, name):
            yield Difference("R4", f"log {log.pk}", f"is not the mirror of log {original.pk} in {name}")


def _repayment(log: ActionLog, original: ActionLog, payments: dict[str, Payment]) -> Iterator[Difference]:
    returned = payments.get(f"undo:{original.pk}")
    where = f"log {log.pk}"
    if returned is None:
        if log.points:
            yield Difference("R4", where, f"undone, but {-log.points} points were never returned")
    elif returned.points != -log.points or returned.owner_id != log.resident_id:
        yield Difference("R4", where, f"undone, but transfer {returned.id} is not its mirror")
