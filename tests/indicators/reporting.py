"""Published tables for tests of reports, written as rows: how they come about is tested elsewhere."""

from datetime import date
from typing import Any

from core import clock
from indicators.models import Release
from indicators.services.reports.snapshot import digest

NUMBERS = ("logs", "people", "milligrams", "low_mg", "high_mg")


def cell(code: str, label: str, logs: int | None, people: int | None = 20) -> dict[str, Any]:
    """One row of a table; hidden without logs."""
    numbers = [None] * 5 if logs is None else [logs, people, logs * 150_000, logs * 100_000, logs * 200_000]
    return {"code": code, "label": label, "suppressed": logs is None} | dict(
        zip(NUMBERS, numbers, strict=True)
    )


def release(period: str, start: date, *, logs: int | None = 100, version: int = 1) -> Release:
    """What was published of one month or year."""
    tables = {
        "city": [cell("city", "全市", logs)],
        "category": [cell("travel", "行", logs), cell("home", "住", 0, 0)],
        "evidence": [
            cell("metered", "计量数据", 0, 0),
            cell("evidenced", "有凭证", logs and logs // 4),
            cell("self_reported", "自己记录", logs and logs - logs // 4),
            cell("unquantified", "暂不量化（计0克）", 0, 0),
        ],
        "channel": [cell("web", "网页", logs)],
        "town": [cell("1", "甲镇", logs), cell("2", "乙镇", None), cell("3", "丙镇", None)],
    }
    return Release.objects.create(
        period=period,
        start=start,
        version=version,
        schema="published/1",
        state="published",
        tables=tables,
        method_version="1.0",
        factor_year="2023",
        sha256=digest(tables),
        as_of=clock.now(),
        made_at=clock.now(),
    )
