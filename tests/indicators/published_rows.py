"""Releases for tests of pages, written as rows: what stands in them is all that a page may know."""

from datetime import UTC, date, datetime
from typing import Any

from indicators.models import Release

LABELS = {
    "category": {"travel": "行", "home": "住"},
    "evidence": {
        "metered": "计量数据",
        "evidenced": "有凭证",
        "self_reported": "自己记录",
        "unquantified": "暂不量化（计0克）",
    },
    "channel": {"web": "网页", "partner": "合作方"},
}


def cell(code: str, label: str, logs: int | None, **place: int) -> dict[str, Any]:
    """A published cell; None is hidden."""
    numbers = ("logs", "people", "milligrams", "low_mg", "high_mg")
    values: dict[str, Any] = dict.fromkeys(numbers)
    if logs is not None:
        values = {
            "logs": logs,
            "people": logs // 2,
            "milligrams": logs * 150_000,
            "low_mg": logs * 100_000,
            "high_mg": logs * 200_000,
        }
    return {"code": code, "label": label, **values, "suppressed": logs is None, **place}


def release(period: str, start: date, logs: int | None, *, version: int = 1, **tables: Any) -> Release:
    """A published stretch; its parts are halves unless given."""
    towns = [cell(f"99000{n}", f"第{n}镇", logs and logs // 2, row=1, column=n) for n in (1, 2)]
    half = None if logs is None else logs // 2
    made = {
        "city": [cell("999999", "测试市", logs)],
        "town": towns,
        **{
            name: [cell(code, label, half) for code, label in labels.items()]
            for name, labels in LABELS.items()
        },
    }
    return Release.objects.create(
        period=period,
        start=start,
        version=version,
        schema="release/1",
        state="published",
        tables=made | tables,
        method_version="9",
        factor_year="2099",
        sha256="0" * 64,
        as_of=datetime(2026, 11, 30, 16, 5, tzinfo=UTC),
        made_at=datetime(2026, 11, 30, 16, 10, tzinfo=UTC),
    )
