"""What stands beside every number: by what it is calculated, up to when, and how its parts are called."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q

from carbon_points.models import Action, ActionLog, Factor, Method
from core import clock
from indicators.models import Watermark
from indicators.services.deltas import UNQUANTIFIED

EVIDENCE_LABELS = {
    ActionLog.Tier.METERED.value: "计量数据",
    ActionLog.Tier.EVIDENCED.value: "有凭证",
    ActionLog.Tier.SELF_REPORTED.value: "自己记录",
    UNQUANTIFIED: "暂不量化（计0克）",
}
OFFICE = Action.Category.OFFICE.value
NO_TOWN = "未填写镇街"


@dataclass(frozen=True, slots=True)
class Edition:
    """By what the figures of a day are calculated."""

    method_version: str
    factor_year: str


def edition(*, today: date | None = None) -> Edition:
    """The versions of the methods in force and the year of the grid factor that they use."""
    day = today or clock.today()
    in_force = Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    versions = Method.objects.filter(in_force).order_by("version").values_list("version", flat=True)
    quantity = settings.CITY.extra.get("grid", {}).get("quantity", "")
    grid = Factor.objects.filter(in_force, quantity=quantity).order_by("-valid_from")
    code = grid.values_list("code", flat=True).first() or ""
    return Edition("、".join(versions.distinct()), code.rpartition("-")[2])


def folded_at() -> datetime | None:
    """When the last log was folded into the totals; None before the first."""
    moment: datetime | None = Watermark.objects.values_list("folded_at", flat=True).first()
    return moment
