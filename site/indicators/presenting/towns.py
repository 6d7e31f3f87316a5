"""Townships on a map of tiles, and in a table; for each thousand residents where their number is known."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from django.conf import settings

from core.text import short_town
from indicators.charts import Bar, Chart, Drawing, Order, Tile, bars, tiles
from indicators.charts.shapes import TEXT
from indicators.presenting import cells
from indicators.selectors.published import Population

RATE = "rate"
NO_POPULATION = "人口数据待主管部门提供，因此没有“每千人”的比较。"
_MAP_NOTE = "方块图，只示意大致方位，不代表行政区域界线。"


class Town(cells.Numbers, Protocol):
    """A township with its numbers and its place on the map."""

    @property
    def code(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def row(self) -> int | None: ...
    @property
    def column(self) -> int | None: ...


def town_chart(
    rows: Sequence[Town],
    *,
    metric: str,
    populations: Mapping[str, Population],
    moment: str,
    picture: str,
    how: str,
    orders: tuple[Order, ...] = (),
    order: str = "",
    size: float = TEXT,
    hidden: str = cells.HIDDEN,
) -> Chart:
    """The map by logs, people or logs for each thousand residents, over a table with all of them."""
    unit = "每千人次数" if metric == RATE else cells.METRICS[metric]
    head = ("乡镇街道", *cells.HEAD, *(["每千人次数"] if populations else []))
    drawing = _drawn(rows, metric, populations, label=f"各乡镇街道的{unit}", size=size)
    table = tuple(
        (row.label, *cells.line(row, hidden), *([_shown(row, RATE, populations)] if populations else []))
        for row in _sorted(rows, order)
    )
    return Chart(
        "town", f"按乡镇街道（{unit}）", drawing,
        head, table, moment, _notes(metric, populations), picture, how, orders,
    )  # fmt: skip


def _drawn(
    rows: Sequence[Town], metric: str, populations: Mapping[str, Population], *, label: str, size: float
) -> Drawing | None:
    """Tiles; bars for a city without a map of tiles."""
    told = [(row, _value(row, metric, populations), _shown(row, metric, populations)) for row in rows]
    places = [
        Tile(short_town(row.label), row.row, row.column, value, shown)
        for row, value, shown in told
        if row.row and row.column
    ]
    if places:
        return tiles(places, label=label, size=size * 0.9)
    return bars([Bar(row.label, value, shown) for row, value, shown in told], label=label, size=size)


def _notes(metric: str, populations: Mapping[str, Population]) -> tuple[str, ...]:
    notes = [settings.CITY.extra.get("map", {}).get("note", _MAP_NOTE), "数字为“—”的不公布或没有记录。"]
    if not populations:
        notes.append(NO_POPULATION)
    elif metric == RATE:
        years = sorted({one.year for one in populations.values()})
        notes.append(f"每千人次数＝次数÷常住人口×1000，人口为{'、'.join(map(str, years))}年数。")
    return tuple(notes)


def _sorted(rows: Sequence[Town], order: str) -> list[Town]:
    """By a number, the greatest first and the hidden last; else as they are listed."""
    if order not in cells.METRICS:
        return list(rows)
    return sorted(
        rows, key=lambda row: -1 if (number := cells.value(row, order)) is None else number, reverse=True
    )


def _value(row: Town, metric: str, populations: Mapping[str, Population]) -> float | None:
    if metric != RATE:
        return cells.value(row, metric)
    logs, known = cells.value(row, "logs"), populations.get(row.code)
    return None if logs is None or known is None else 1000 * logs / known.people


def _shown(row: Town, metric: str, populations: Mapping[str, Population]) -> str:
    number = _value(row, metric, populations)
    if number is None or number == 0:
        return "—"
    return f"{number:,.1f}" if metric == RATE else cells.short(int(number))
