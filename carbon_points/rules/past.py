"""Plain values on which the rules decide: what is asked, and what was recorded before."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from carbon_points.rules.policies import CityPolicy


@dataclass(frozen=True, slots=True)
class Asked:
    """A log that somebody wants to record, with the terms of its action and method."""

    action: str
    unit: str
    travel: bool
    quantity: Decimal
    done_on: date
    evidence: str
    is_open: bool
    for_residents: bool
    accepts: tuple[str, ...]
    most: Decimal | None
    limit: Decimal | None
    limit_period: str
    limit_counts: str
    group: str
    quantified: bool
    # Done by the household as one: what its other members recorded counts too.
    shared: bool = False
    # The word that all sources of the same behaviour share.
    behaviour: str = ""
    city: CityPolicy = field(default_factory=CityPolicy)


@dataclass(frozen=True, slots=True)
class Past:
    """A log of the same resident or household. A reversal has negative numbers and takes its original away.

    What waits for a reviewer stands here too, with 0 points: its room is taken until it is decided.
    """

    action: str
    unit: str
    travel: bool
    quantity: Decimal
    done_on: date
    evidence: str
    group: str
    quantified: bool
    points: int
    # Recorded by the asking resident, not by somebody else of the household.
    own: bool = True
    shared: bool = False
    behaviour: str = ""


def net_logs(logs: Sequence[Past]) -> int:
    """How many logs stand after the reversals."""
    return sum(-1 if log.quantity < 0 else 1 for log in logs)


def net_quantity(logs: Sequence[Past]) -> Decimal:
    """How many units stand after the reversals."""
    return sum((log.quantity for log in logs), Decimal(0))


def net_points(logs: Sequence[Past]) -> int:
    """How many points stand after the reversals."""
    return sum(log.points for log in logs)
