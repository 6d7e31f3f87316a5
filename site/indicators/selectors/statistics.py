"""What the page of statistics and the open data say: a window, its categories, towns and evidence."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q

from accounts.models import Area
from carbon_points.models import Action, ActionLog, Factor, Method
from core import clock
from indicators.models import Scope, Watermark
from indicators.periods import Window
from indicators.selectors.figures import Figure, Figures, figures
from indicators.services.deltas import UNQUANTIFIED

EVIDENCE_LABELS = {
    ActionLog.Tier.METERED.value: "计量数据",
    ActionLog.Tier.EVIDENCED.value: "有凭证",
    ActionLog.Tier.SELF_REPORTED.value: "自己记录",
    UNQUANTIFIED: "暂不量化（计0克）",
}
OFFICE = Action.Category.OFFICE.value
NO_TOWN = "未填写镇街"
SCOPES = (Scope.CATEGORY.value, Scope.TOWN.value, Scope.EVIDENCE.value)


@dataclass(frozen=True, slots=True)
class Part:
    """One row of a table: a category, a town or a kind of evidence. No numbers when suppressed."""

    code: str
    label: str
    logs: int | None
    people: int | None
    milligrams: int | None
    low_mg: int | None
    high_mg: int | None
    suppressed: bool
    # Place on the tile map; only towns have one.
    row: int | None = None
    column: int | None = None

    @property
    def name(self) -> str:
        """What the map calls it."""
        return self.label


@dataclass(frozen=True, slots=True)
class Statistics:
    """All tables of one moment, decided together so that none tells what another hides."""

    moment: Figures
    towns: list[Area]

    def window(self, key: str) -> Window:
        """A window by its key."""
        return next(window for window in self.moment.windows if window.key == key)

    def by_category(self, key: str) -> list[Part]:
        """衣食住行游用, in this order. Actions of organisations are not residents' and are not in it."""
        found = self.moment.parts(key, Scope.CATEGORY)
        order = [value for value in Action.Category.values if value in found]
        return [_part(Action.Category(value).label, found[value]) for value in order]

    def by_town(self, key: str) -> list[Part]:
        """Every town by its code, then the logs of residents who named none."""
        found = self.moment.parts(key, Scope.TOWN)
        rows = [_part(town.name, found[town.code], town) for town in self.towns]
        return [*rows, _part(NO_TOWN, found[""])] if "" in found else rows

    def by_evidence(self, key: str) -> list[Part]:
        """Metered, evidenced and self-reported apart, and what counts 0 g."""
        found = self.moment.parts(key, Scope.EVIDENCE)
        return [_part(label, found[value]) for value, label in EVIDENCE_LABELS.items()]


def statistics(*, today: date | None = None) -> Statistics:
    """Every publishable number of the moment, in four queries."""
    towns = list(Area.objects.filter(level=Area.Level.TOWN))
    keys = [(Scope.TOWN.value, town.code) for town in towns]
    keys += [(Scope.EVIDENCE.value, value) for value in EVIDENCE_LABELS]
    keys += [(Scope.CATEGORY.value, value) for value in Action.Category.values if value != OFFICE]
    return Statistics(figures(SCOPES, keys=keys, today=today), towns)


def _part(label: str, figure: Figure, town: Area | None = None) -> Part:
    return Part(
        figure.key,
        label,
        figure.logs,
        figure.people,
        figure.milligrams,
        figure.low_mg,
        figure.high_mg,
        figure.suppressed,
        town.row if town else None,
        town.column if town else None,
    )


@dataclass(frozen=True, slots=True)
class Edition:
    """By what the figures of today are calculated."""

    method_version: str
    factor_year: str


def edition(*, today: date | None = None) -> Edition:
    """The versions of the methods in force and the year of the grid factor that they use."""
    day = today or clock.today()
    in_force = Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    versions = Method.objects.filter(in_force).order_by("version").values_list("version", flat=True)
    quantity = settings.CITY.extra.get("grid", {}).get("quantity", "")
    grid = Factor.objects.filter(in_force, quantity=quantity).order_by("-valid_from").first()
    return Edition("、".join(versions.distinct()), grid.code.rpartition("-")[2] if grid else "")


def folded_at() -> datetime | None:
    """When the last log was folded into the totals; None before the first."""
    moment: datetime | None = Watermark.objects.values_list("folded_at", flat=True).first()
    return moment
