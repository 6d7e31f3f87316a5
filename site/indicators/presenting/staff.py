"""Charts of the staff's dashboard, from the totals of this moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from core import clock
from indicators import stretches, wording
from indicators.charts import Bar, Chart, Point, bars, trend
from indicators.presenting import cells
from indicators.presenting.evidence import evidence_chart
from indicators.presenting.towns import town_chart
from indicators.selectors.published import Population
from indicators.selectors.staff.crossed import Sums
from indicators.selectors.staff.totals import Cell


@dataclass(frozen=True, slots=True)
class Sheet:
    """What all charts of a page share: the moment, and the question that the page answers."""

    moment: str
    page: str
    query: Mapping[str, str]

    def picture(self, key: str) -> str:
        """Where the chart lies as a picture."""
        query = urlencode({**self.query, "page": self.page})
        return f"{reverse('indicators:stats-chart', args=[key])}?{query}"


def about(anchor: str) -> str:
    """A place of the page that explains the numbers."""
    return f"{reverse('indicators:statistics-about')}#{anchor}"


def trend_of_cells(
    sheet: Sheet, period: str, now: Mapping[date, Cell], then: Mapping[date, Cell], metric: str, title: str
) -> Chart:
    """A cell over time beside the same steps of the year before."""
    unit, key = cells.METRICS[metric], f"trend-{metric}"
    other = list(then.values()) if any(cell.logs or cell.suppressed for cell in then.values()) else []
    rows = []
    for number, (start, cell) in enumerate(now.items()):
        row = (stretches.name_of(period, start), *cells.line(cell, cells.SMALL))
        if other:
            row += (cells.full(cells.value(other[number], metric), cells.SMALL),)
        rows.append(row)
    drawing = trend(
        [_point(period, start, cell, metric) for start, cell in now.items()],
        name=unit,
        other=[_point(period, start, cell, metric) for start, cell in zip(now, other, strict=False)],
        other_name=f"上年同期{unit}",
        label=title,
    )
    head = ("时间", *cells.HEAD, *([f"上年同期{unit}"] if other else []))
    is_running = stretches.last_of(period, max(now)) >= clock.today()
    notes = ("最后一段还没有结束。",) if is_running else ()
    return Chart(
        key, title, drawing, head, tuple(rows), sheet.moment, notes, sheet.picture(key), about("people")
    )  # fmt: skip


def _point(period: str, start: date, cell: Cell, metric: str) -> Point:
    number = cells.value(cell, metric)
    return Point(stretches.short_name(period, start), number, cells.short(number, cells.SMALL))


def bars_of_cells(sheet: Sheet, key: str, title: str, rows: Sequence[Cell], metric: str, how: str) -> Chart:
    """Parts beside each other."""
    drawing = bars(
        [Bar(row.label, n := cells.value(row, metric), cells.short(n, cells.SMALL)) for row in rows],
        label=title,
    )
    table = tuple((row.label, *cells.line(row, cells.SMALL)) for row in rows)
    head = (title, *cells.HEAD)
    name = f"{title}（{cells.METRICS[metric]}）"
    return Chart(key, name, drawing, head, table, sheet.moment, (), sheet.picture(key), how)


def charts_of_parts(
    sheet: Sheet, parts: Mapping[str, Sequence[Cell]], metric: str, populations: Mapping[str, Population]
) -> list[Chart]:
    """Categories, townships, evidence, channels."""
    counted = "people" if metric == "people" else "logs"
    return [
        bars_of_cells(
            sheet, "category", "按类别", parts["category"], counted, reverse("carbon_points:methods")
        ),
        town_chart(
            parts["town"],
            metric=metric,
            populations=populations,
            moment=sheet.moment,
            picture=sheet.picture("town"),
            how=about("towns"),
            hidden=cells.SMALL,
        ),
        evidence_chart(
            parts["evidence"],
            moment=sheet.moment,
            picture=sheet.picture("evidence"),
            how=about("evidence"),
            notes=(wording.EVIDENCE_APART,),
            hidden=cells.SMALL,
        ),
        bars_of_cells(sheet, "channel", "按记录渠道", parts["channel"], counted, about("channels")),
    ]


CROSSED_NOTE = "人数不可相加，多项条件同时筛选时不写人数；一格不足10次的，人数一定不足10，也不写。"


def trend_of_sums(sheet: Sheet, days: Mapping[date, Sums], title: str) -> Chart:
    """Logs of each day under several filters; no people."""
    hidden = "不足10次"
    points = [
        Point(stretches.short_name("day", d), s.logs, cells.short(s.logs, hidden)) for d, s in days.items()
    ]
    rows = []
    for day, sums in days.items():
        line = cells.line(sums, hidden)
        rows.append((day.isoformat(), line[0], *line[2:]))
    head = ("日期", cells.HEAD[0], *cells.HEAD[2:])
    drawing = trend(points, name="次数", label=title)
    return Chart(
        "crossed", title, drawing, head, tuple(rows), sheet.moment, (CROSSED_NOTE,), sheet.picture("crossed"),
        about("people"),
    )  # fmt: skip
