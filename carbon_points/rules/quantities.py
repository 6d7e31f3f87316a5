"""Numbers as people type them: which text is a quantity, a day, a count."""

import re
from datetime import date
from decimal import Decimal

# Plain ASCII digits; no sign, no exponent, no full-width forms, no NaN.
_QUANTITY = re.compile(r"[0-9]{1,6}(\.[0-9]{1,3})?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def quantity_of(text: str) -> Decimal | None:
    """An amount above 0 and below 1,000,000 with at most three decimals; None when the text is none."""
    if not _QUANTITY.fullmatch(text):
        return None
    number = Decimal(text)
    return number if number > 0 else None


def day_of(text: str) -> date | None:
    """A calendar day written 2026-11-23; None when there is no such day."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def plain(number: Decimal) -> str:
    """A number without exponent and trailing zeros: 1.500 is "1.5", 100 is "100"."""
    return format(number.normalize(), "f")
