"""What each participation indicator means. The plan's action 10 sets no number for any of them."""

from dataclasses import dataclass
from datetime import date

NO_TARGET = "方案未设数值目标"


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of what an indicator means; a change of meaning is a new version, old ones stay listed."""

    code: str
    name: str
    unit: str
    # How it is computed, in words that a statistician can check.
    formula: str
    # Where the records come from.
    source: str
    # Who answers for the number.
    owner: str
    frequency: str
    version: int
    since: date
    # What nobody may read out of it.
    limits: str
    # How it is written: people, count, grams (with a range) or days.
    quantity: str = "count"
