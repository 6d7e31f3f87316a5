"""What a chart is given, and what a page gets."""

from dataclasses import dataclass

from indicators.charts.shapes import Drawing

NOTHING = "这段时间还没有可以公布的数字。"


@dataclass(frozen=True, slots=True)
class Point:
    """A step of time. No value: it is not published, which is not zero."""

    label: str
    value: float | None
    shown: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A thing with a number."""

    label: str
    value: float | None
    shown: str


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, with the pattern that it is drawn in."""

    label: str
    value: int
    pattern: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A township at its place of the map, counted from 1."""

    name: str
    row: int
    column: int
    value: float | None
    shown: str


@dataclass(frozen=True, slots=True)
class Order:
    """A way to sort a table, as a link."""

    label: str
    url: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as a page shows it: always with its table. `key` names it in addresses and on the page."""

    key: str
    title: str
    drawing: Drawing | None
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    as_of: str = ""
    notes: tuple[str, ...] = ()
    # Where the same chart lies as a picture.
    picture: str = ""
    # Where it says how the numbers come about.
    how: str = ""
    # The orders in which its table can be had; a chosen one opens the table.
    orders: tuple[Order, ...] = ()
    empty: str = NOTHING

    @property
    def is_sorted(self) -> bool:
        """Whether somebody chose an order other than the first."""
        return any(order.is_on for order in self.orders[1:])
