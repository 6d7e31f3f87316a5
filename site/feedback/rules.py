"""Numbers, codes, deadlines and figures of tickets. Plain values in and out: no database, no Django."""

import math
import re
import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta

from core.text import LETTERS

NUMBER_LETTERS, CODE_LETTERS = 6, 6
# Natural days until an answer, where staff have set nothing else.
DAYS = {"complaint": 5, "suggestion": 5, "site": 3, "content": 5, "plan": 5}
REOPEN_DAYS = 15
KEEP_CONTACT_DAYS, KEEP_PHOTO_DAYS, KEEP_NETWORK_DAYS = 180, 90, 1
PER_SENDER_AN_HOUR, PER_NETWORK_AN_HOUR = 5, 30
LOOKUP_TRIES_AN_HOUR = 10
LONGEST_TEXT, LONGEST_ANSWER, LONGEST_NOTE = 2000, 2000, 500
_NUMBER = re.compile(rf"TS-[0-9]{{8}}-[{LETTERS}]{{{NUMBER_LETTERS}}}")
_CODE = re.compile(rf"[{LETTERS}]{{{CODE_LETTERS}}}")


def letters_of(digest: bytes, count: int) -> str:
    """A keyed digest as letters."""
    value = int.from_bytes(digest, "big")
    found = []
    for _ in range(count):
        value, rest = divmod(value, len(LETTERS))
        found.append(LETTERS[rest])
    return "".join(found)


def number_of(day: date, tail: str) -> str:
    """TS-20261125-7F3KAB."""
    return f"TS-{day:%Y%m%d}-{tail}"


def number_typed(typed: str) -> str:
    """A ticket's number, however it was typed; empty when it can be none."""
    plain = _plain(typed).replace("—", "-").replace("–", "-")
    return plain if _NUMBER.fullmatch(plain) else ""


def code_typed(typed: str) -> str:
    """A lookup code, however it was typed; empty when it can be none."""
    plain = _plain(typed).replace("-", "")
    return plain if _CODE.fullmatch(plain) else ""


def _plain(typed: str) -> str:
    return "".join(unicodedata.normalize("NFKC", typed).split()).upper()


def due_on(received_on: date, days: int) -> date:
    """The last day on which an answer is in time."""
    return received_on + timedelta(days=days)


def quantile(values: Sequence[float], share: float) -> float | None:
    """The smallest value that at least this share does not exceed; None of nothing."""
    if not values:
        return None
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]
