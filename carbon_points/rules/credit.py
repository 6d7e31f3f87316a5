"""What a log is worth: milligrams of CO2e with their range, and points. Exact, rounded down once."""

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

# Published apart and never added up silently.
TIERS = {
    "self": "self_reported",
    "qr": "evidenced",
    "photo": "evidenced",
    "bill": "evidenced",
    "staff": "evidenced",
    "partner": "metered",
}
# 10 g credited are one point.
MG_PER_POINT = 10_000


@dataclass(frozen=True, slots=True)
class Rate:
    """A method's figures: g CO2e per unit (None: not quantified), and the part that a self-report gets."""

    net_g: Decimal | None
    low_g: Decimal | None
    high_g: Decimal | None
    self_share: Decimal


@dataclass(frozen=True, slots=True)
class Credit:
    """Milligrams of CO2e, their range, and points."""

    milligrams: int
    low_mg: int
    high_mg: int
    points: int


def credit(rate: Rate, quantity: Decimal, evidence: str, thanks: int = 0) -> Credit:
    """The worth of `quantity` units. `thanks` are the least points, for an action that is not quantified
    (0 mg) or weighs so little that its grams alone would give none.

    A method that gives no low or high figure is credited with its net figure there.
    """
    if rate.net_g is None:
        return Credit(milligrams=0, low_mg=0, high_mg=0, points=thanks)
    share = rate.self_share if evidence == "self" else Decimal(1)
    milligrams = _milligrams(rate.net_g, quantity, share)
    return Credit(
        milligrams=milligrams,
        low_mg=_milligrams(rate.net_g if rate.low_g is None else rate.low_g, quantity, share),
        high_mg=_milligrams(rate.net_g if rate.high_g is None else rate.high_g, quantity, share),
        points=max(milligrams // MG_PER_POINT, thanks),
    )


def _milligrams(grams: Decimal, quantity: Decimal, share: Decimal) -> int:
    # Fractions: the product has more digits than the decimal context keeps.
    return math.floor(Fraction(grams) * Fraction(quantity) * Fraction(share) * 1000)
