"""The figures of the plan, loaded from the city's plan_indicators.csv."""

import csv
from collections.abc import Collection, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from content.plan import ImportRefused
from indicators.models import PlanIndicator

FILE = "plan_indicators.csv"
KINDS = set(PlanIndicator.Kind.values)
COMPARATORS = {"", "=", ">=", "<=", "≈"}


@transaction.atomic
def load_indicators(*, folder: Path, anchors: Mapping[str, str], expected: set[str]) -> int:
    """Make the indicators those of the file; gives back their number.

    `anchors` says where the file's names of paragraphs lie in the plan; `expected` are codes that the
    edition names. Raises ImportRefused with the line of a wrong row, or when a figure with
    official values would go, and then changes nothing.
    """
    rows = _rows(folder / FILE, anchors)
    if missing := expected - rows.keys():
        raise ImportRefused(f"{FILE} 里没有解读提到的指标 {sorted(missing)[0]}。")
    _remove_others(rows.keys())
    present = PlanIndicator.objects.in_bulk(field_name="code")
    for code, values in rows.items():
        indicator = present.get(code) or PlanIndicator(code=code)
        if indicator.pk is None or any(getattr(indicator, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(indicator, name, value)
            indicator.save()
    return len(rows)


def _remove_others(codes: Collection[str]) -> None:
    """What the file no longer has goes; never a figure of which something official is known."""
    others = PlanIndicator.objects.exclude(code__in=codes)
    try:
        # A value may be entered this very moment: the database has the last word.
        with transaction.atomic():
            others.delete()
    except ProtectedError:
        kept = others.filter(official_values__isnull=False).order_by("code").distinct()
        names = "、".join(kept.values_list("code", flat=True)[:5])
        raise ImportRefused(
            f"{FILE} 里没有指标 {names}，但它已经填报过官方数值，不能删除。请把这一行放回文件。"
        ) from None


def _rows(file: Path, anchors: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    if not file.exists():
        return {}
    found: dict[str, dict[str, Any]] = {}
    with file.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        for row in reader:
            try:
                values = _values(row, anchors)
            except (KeyError, ValueError, InvalidOperation) as problem:
                raise ImportRefused(f"{FILE} 这一行写错了：{problem}。", line=reader.line_num) from problem
            if row["code"] in found or not row["code"]:
                raise ImportRefused(f"{FILE} 指标代码“{row['code']}”重复或为空。", line=reader.line_num)
            found[row["code"]] = values
    return found


def _values(row: dict[str, str], anchors: Mapping[str, str]) -> dict[str, Any]:
    if row["kind"] not in KINDS:
        raise ValueError(f"类别“{row['kind']}”没有定义")
    if row["comparator"] not in COMPARATORS:
        raise ValueError(f"比较符“{row['comparator']}”没有定义")
    if not row["name_zh"] or not row["section"]:
        raise ValueError("没有名称或出处")
    return {
        "action_no": int(row["action_no"]),
        "name": row["name_zh"],
        "kind": row["kind"],
        "baseline": _decimal(row["baseline_value"]),
        "baseline_year": _year(row["baseline_year"]),
        "target": _decimal(row["target_value"]),
        "target_max": _decimal(row["target_value_max"]),
        "target_year": _year(row["target_year"]),
        "unit": row["unit"],
        "comparator": row["comparator"],
        "departments": row["responsible_departments"],
        "section": row["section"],
        "anchor": anchors.get(row["paragraph"], row["paragraph"]),
        "resident_log_feed": row["resident_log_feed"] or "no",
        "notes": row["notes"],
    }


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _year(text: str) -> int | None:
    return int(text) if text else None
