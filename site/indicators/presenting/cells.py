"""How one published cell is written."""

from collections.abc import Iterable
from typing import Protocol

from core.templatetags.ui import co2, wan

HIDDEN = "不公布"
# What staff read instead.
SMALL = "不足10人"
_TONNE = 1_000_000_000
METRICS = {"logs": "次数", "people": "人数"}
HEAD = ("次数", "人数", "估算少排放", "估算区间")


class Numbers(Protocol):
    """A cell with its sums; none where it is hidden."""

    @property
    def logs(self) -> int | None: ...
    @property
    def people(self) -> int | None: ...
    @property
    def milligrams(self) -> int | None: ...
    @property
    def low_mg(self) -> int | None: ...
    @property
    def high_mg(self) -> int | None: ...
    @property
    def suppressed(self) -> bool: ...


def value(cell: Numbers | None, metric: str) -> int | None:
    """The number of a cell; None where it is hidden or nothing was published."""
    if cell is None or cell.suppressed:
        return None
    found: int | None = getattr(cell, metric)
    return found


def short(number: int | None, hidden: str = HIDDEN) -> str:
    """1.2万, where there is little room."""
    return hidden if number is None else wan(number)


def full(number: int | None, hidden: str = HIDDEN) -> str:
    """12,345, in tables."""
    return hidden if number is None else f"{number:,}"


def tonnes(milligrams: int | None) -> str:
    """What staff read: tonnes from one tonne on."""
    if milligrams is None or milligrams < _TONNE:
        return co2(milligrams)
    return f"{milligrams / _TONNE:,.1f}\u00a0吨"


def line(cell: Numbers | None, hidden: str = HIDDEN) -> tuple[str, ...]:
    """The columns of HEAD."""
    if cell is None:
        return ("未发布",) + ("—",) * (len(HEAD) - 1)
    if cell.suppressed:
        return (hidden,) * len(HEAD)
    span = f"{co2(cell.low_mg)} 到 {co2(cell.high_mg)}" if cell.low_mg is not None else "—"
    return full(cell.logs), full(cell.people), co2(cell.milligrams), span


def summed(cells: Iterable[Numbers], metric: str) -> int | None:
    """The sum of cells; None as soon as one of them is hidden."""
    numbers = [value(cell, metric) for cell in cells]
    return None if None in numbers else sum(number or 0 for number in numbers)
