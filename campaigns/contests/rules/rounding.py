"""How an exact number stands on paper."""

from decimal import Decimal
from fractions import Fraction
from math import floor


def on_paper(value: Fraction) -> Decimal:
    """Two decimals; a half goes up: 2.345 is 2.35, −2.345 is −2.34."""
    return Decimal(floor(value * 100 + Fraction(1, 2))).scaleb(-2)
