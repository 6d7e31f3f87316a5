"""Participation for the open data, as the latest version of each report says it."""

from collections.abc import Iterator
from typing import Any

from indicators.models import Report
from indicators.open_registry import Column, register
from indicators.selectors.reports import latest_reports
from indicators.services.reports.frames import HIDDEN

DATASET = "participation"
TITLE = "参与指标"
COLUMNS = (
    Column("period", "时段", description="month 月、year 年", required=True),
    Column("start", "第一天", "date", required=True),
    Column("code", "指标代码", required=True),
    Column("part", "分项", description="空的是指标本身"),
    Column("label", "名称", required=True),
    Column("unit", "单位", required=True),
    Column("number", "数值", "number", "空的是没有数据或不公布"),
    Column("suppressed", "不公布", "boolean", "不足10，或能推算出不足10的数字", required=True),
    Column("report_version", "取自报告第几版", "integer", required=True, minimum=1),
    Column("sha256", "该版报告快照的SHA-256", required=True),
)


def open_rows() -> Iterator[dict[str, Any]]:
    """A row for each indicator and each part of it, for every report. One query."""
    for report in latest_reports().defer(None).order_by("kind", "start"):
        tables = {table["key"]: table["rows"] for table in report.snapshot["tables"]}
        for row in tables["participation"]:
            name, unit, number = row["cells"][:3]
            yield _row(report, row["key"], "", name, unit, number)
        for row in tables["participation_parts"]:
            code, _, part = row["key"].partition("/")
            label, unit, number = row["cells"]
            yield _row(report, code, part, label, unit, number)


def _row(report: Report, code: str, part: str, label: str, unit: str, number: object) -> dict[str, Any]:
    hidden = number == HIDDEN
    return {
        "period": report.kind,
        "start": report.start.isoformat(),
        "code": code,
        "part": part,
        "label": label,
        "unit": unit,
        "number": None if hidden else number,
        "suppressed": hidden,
        "report_version": report.version,
        "sha256": report.sha256,
    }


def register_own() -> None:
    """Called once, when the app is ready."""
    register(
        DATASET, COLUMNS, open_rows, title=TITLE, description="方案未设数值目标；取自各月、各年报告的最新一版"
    )
