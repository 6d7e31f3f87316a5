"""Everything that a report says, as plain JSON: read once, never again."""

import hashlib
import json
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from carbon_points.models import ActionLog
from indicators import wording
from indicators.models import Report
from indicators.participation.catalogue import DEFINITIONS
from indicators.participation.definitions import NO_TARGET
from indicators.periods import last_day, stretch_words
from indicators.selectors.releases import Published
from indicators.services.reports import indicator_tables, published_tables

SCHEMA = "report/1"
_ACTION_10 = (
    f"方案“绿色低碳全民行动”一节没有数值目标：参与指标一律注明“{NO_TARGET}”，不画进度，也不算完成率。"
)
_TRAVEL = "居民记录的出行方式构成来自自愿登记，不代表全市绿色出行比例，不能用于判断是否达到方案目标。"
_OFFICIAL = "方案指标的官方数值由责任单位填报、另一人确认；目标年已到而没有确认数值的写“待公布”。"


def snapshot(
    kind: str, start: date, release: Published, *, version: int, reason: str, made_at: datetime
) -> dict[str, Any]:
    """The report of a stretch from what is stored at this moment."""
    yearly = kind == Report.Kind.YEAR
    tables = [published_tables.summary(kind, start)]
    if yearly:
        tables.append(published_tables.months(start))
    tables.append(published_tables.quality(release, _taken_back(start, last_day(kind, start))))
    tables += published_tables.parts(release)
    tables += indicator_tables.participation(kind, start)
    if yearly:
        tables += indicator_tables.plan(start.year)
    name = "年度评估" if yearly else "统计月报"
    return {
        "schema": SCHEMA,
        "kind": kind,
        "start": start.isoformat(),
        "end": last_day(kind, start).isoformat(),
        "title": f"{settings.CITY.name}绿色低碳全民行动{name}（{stretch_words(kind, start)}）",
        "city": {"code": settings.CITY.code, "name": settings.CITY.name},
        "version": version,
        "reason": reason,
        "reason_label": Report.Reason(reason).label,
        "made_at": _moment(made_at),
        "as_of": _moment(release.as_of),
        "release": {"version": release.version, "schema": release.schema, "sha256": release.sha256},
        "method_version": release.method_version,
        "factor_year": release.factor_year,
        "sentences": _sentences(release, yearly=yearly),
        "tables": tables,
        "definitions": _definitions(),
        "changes": [],
    }


def canonical(content: dict[str, Any]) -> bytes:
    """The JSON that is summed up and handed out: keys sorted, no blanks, UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(content: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON."""
    return hashlib.sha256(canonical(content)).hexdigest()


def _sentences(release: Published, *, yearly: bool) -> list[str]:
    estimate = wording.estimate(method_version=release.method_version, factor_year=release.factor_year)
    notes = [estimate, *wording.notes(), _TRAVEL, _ACTION_10]
    return [*notes, _OFFICIAL] if yearly else notes


def _definitions() -> list[dict[str, str]]:
    """What each number means, with its version."""
    return [
        {
            "code": one.code,
            "name": one.name,
            "unit": one.unit,
            "formula": one.formula,
            "source": one.source,
            "owner": one.owner,
            "frequency": one.frequency,
            "version": f"第{one.version}版（{one.since.isoformat()}起）",
            "limits": one.limits,
        }
        for one in DEFINITIONS.values()
    ]


def _taken_back(first: date, last: date) -> int:
    """Records of these days that were taken back or corrected. Found by the index on what a row reverses."""
    return ActionLog.objects.filter(reverses__isnull=False, done_on__range=(first, last)).count()


def _moment(value: datetime | None) -> str | None:
    return timezone.localtime(value).isoformat(timespec="seconds") if value else None
