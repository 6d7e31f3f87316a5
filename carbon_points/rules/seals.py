"""The text that is hashed for a daily seal; docs/ledger.md says it in words, to be recomputed by anybody."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

FORMAT = "ledger-seal-1"
BEGINNING = "0" * 64


class Sealed(NamedTuple):
    """The columns of a transfer that never change, in the order of the line."""

    id: int
    debit_id: int
    credit_id: int
    points: int
    kind: str
    source: str
    reverses_id: int | None
    debit_sequence: int | None
    credit_sequence: int | None
    at: datetime


def line_of(transfer: Sealed) -> bytes:
    """One line: the columns joined by |, empty for none, the time in UTC with microseconds, a newline."""
    *columns, at = transfer
    texts = ["" if value is None else str(value) for value in columns]
    return ("|".join([*texts, at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")]) + "\n").encode()


@dataclass(slots=True)
class Day:
    """The transfers of one day, taken in the order of their ids."""

    count: int = 0
    points: int = 0
    lines: Any = field(default_factory=hashlib.sha256)

    def add(self, transfer: Sealed) -> None:
        """Take the next transfer."""
        self.count += 1
        self.points += transfer.points
        self.lines.update(line_of(transfer))

    def lines_hash(self) -> str:
        """SHA-256 of all lines so far, in hex."""
        return str(self.lines.hexdigest())


def seal_hash(*, day: date, count: int, points: int, lines_hash: str, previous_hash: str) -> str:
    """SHA-256, in hex, of one line that names the day and holds the seal of the day before."""
    text = "|".join([FORMAT, day.isoformat(), str(count), str(points), lines_hash, previous_hash])
    return hashlib.sha256(text.encode()).hexdigest()
