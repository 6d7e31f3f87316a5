"""The charts of the public page, from what was published of one stretch."""

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from core.templatetags.ui import moment
from indicators import stretches, wording
from indicators.charts import Bar, Chart, Order, Point, bars, trend
from indicators.charts.shapes import TEXT
from indicators.presenting import cells
from indicators.presenting.evidence import evidence_chart
from indicators.presenting.towns import town_chart
from indicators.selectors.published import Around, Population
from indicators.selectors.releases import PublishedRow

Populations = dict[str, Population]


class PublicCharts:
    """Charts of one stretch and one metric; `size` is the size of their words."""

    def __init__(
        self, around: Around, *, metric: str, populations: Populations, order: str = "", size: float = TEXT
    ) -> None:
        """Nothing is read here: all numbers are there."""
        self._around = around
        self._metric = metric
        self._populations = populations
        self._size = size
        self._order = order
        found = around.found
        self._name = stretches.name_of(found.period, found.start)
        as_of = f" · 统计截至 {moment(found.as_of)}" if found.as_of else ""
        self._moment = f"{self._name} · 第{found.version}版{as_of}"
        self._about = reverse("indicators:statistics-about")
        # 每千人 is a number of townships only.
        self._counted = "people" if metric == "people" else "logs"

    def all(self) -> list[Chart]:
        """In the order of the page."""
        return [make() for make in self._makers().values()]

    def one(self, key: str) -> Chart | None:
        """A chart by its key."""
        make = self._makers().get(key)
        return make() if make else None

    def _makers(self) -> dict[str, Callable[[], Chart]]:
        return {
            "trend": self._trend,
            "category": lambda: self._bars("category", "按类别", "类别", reverse("carbon_points:methods")),
            "town": self._town,
            "evidence": self._evidence,
            "channel": lambda: self._bars("channel", "按记录渠道", "渠道", f"{self._about}#channels"),
        }

    def _query(self, **more: str) -> str:
        found = self._around.found
        asked = {"period": found.period, "start": found.start.isoformat(), "metric": self._metric}
        return urlencode({**asked, **more})

    def _picture(self, key: str) -> str:
        return f"{reverse('indicators:statistics-chart', args=[key])}?{self._query()}"

    def _orders(self) -> tuple[Order, ...]:
        page = reverse("indicators:statistics")
        names = {"": "名单顺序", "logs": "次数从多到少", "people": "人数从多到少"}
        return tuple(
            Order(label, f"{page}?{self._query(order=key)}#table-town", self._order == key)
            for key, label in names.items()
        )

    def _trend(self) -> Chart:
        around, period = self._around, self._around.found.period
        other_name, others = around.compared
        steps = around.steps
        rows = []
        for number, step in enumerate(steps):
            row = (stretches.name_of(period, step), *cells.line(around.city(step)))
            if others:
                row += (cells.full(cells.value(around.city(others[number]), self._counted)),)
            rows.append(row)
        unit = cells.METRICS[self._counted]
        head = ("时间", *cells.HEAD, *([f"{other_name}{unit}"] if others else []))
        drawing = trend(
            [self._point(step) for step in steps],
            name=f"{unit}（{stretches.name_of(period, steps[0])}起）",
            other=[self._point(step) if step else Point("", None, "") for step in others],
            other_name=other_name,
            label=f"{unit}的变化，逐{stretches.PERIODS[period]}",
            size=self._size,
        )
        gaps = any(cells.value(around.city(step), self._counted) is None for step in steps)
        notes = ("空心的表示不公布或没有发布，不是0。",) if gaps else ()
        return Chart(
            "trend", f"逐{stretches.PERIODS[period]}变化", drawing, head, tuple(rows), self._moment, notes,
            self._picture("trend"), f"{self._about}#people",
        )  # fmt: skip

    def _point(self, step: date) -> Point:
        number = cells.value(self._around.city(step), self._counted)
        return Point(stretches.short_name(self._around.found.period, step), number, cells.short(number))

    def _bars(self, key: str, title: str, head: str, how: str) -> Chart:
        rows = self._around.found.rows(key)
        unit = cells.METRICS[self._counted]
        drawing = bars(
            [Bar(row.label, cells.value(row, self._counted), self._shown(row)) for row in rows],
            label=f"{title}的{unit}",
            size=self._size,
        )
        table = tuple((row.label, *cells.line(row)) for row in rows)
        return Chart(
            key, f"{title}（{unit}）", drawing, (head, *cells.HEAD), table, self._moment, (),
            self._picture(key), how,
        )  # fmt: skip

    def _shown(self, row: PublishedRow) -> str:
        number = cells.value(row, self._counted)
        return cells.short(number)

    def _town(self) -> Chart:
        return town_chart(
            self._around.found.rows("town"),
            metric=self._metric,
            populations=self._populations,
            moment=self._moment,
            picture=self._picture("town"),
            how=f"{self._about}#towns",
            orders=self._orders(),
            order=self._order,
            size=self._size,
        )

    def _evidence(self) -> Chart:
        return evidence_chart(
            self._around.found.rows("evidence"),
            moment=self._moment,
            picture=self._picture("evidence"),
            how=f"{self._about}#evidence",
            notes=(wording.EVIDENCE_APART,),
            size=self._size,
        )
