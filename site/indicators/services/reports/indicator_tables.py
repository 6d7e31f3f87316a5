"""Tables of a report about indicators: those of participation, and, once a year, those of the plan."""

from collections.abc import Mapping
from datetime import date

from core.text import without_zeros
from indicators.models import OfficialValue, PlanIndicator
from indicators.participation.catalogue import DEFINITIONS
from indicators.participation.definitions import NO_TARGET
from indicators.participation.value import Value
from indicators.participation.values import values
from indicators.plan_places import action_titles
from indicators.selectors.official import standing_values
from indicators.services.reports.frames import Cell, Row, Table, row, shown, table
from indicators.services.reports.published_tables import COMPUTED, compared

ENTERED = "主管部门填报"
AWAITED = "待公布"
_PLAN_COLUMNS = (
    *("指标", "单位", "方案写的值", "目标年", "最新官方数值"),
    *("数据截至", "依据", "责任单位", "代码"),
)


def participation(kind: str, start: date) -> list[Table]:
    """Every participation indicator beside the stretches before, and what it is made of."""
    stretches = compared(kind, start)
    found = [values(kind, first) for _, first in stretches]
    rows = [
        row(code, one.name, one.unit, *(_cell(each[code]) for each in found), NO_TARGET, code)
        for code, one in DEFINITIONS.items()
    ]
    columns = ["指标", "单位", *(words for words, _ in stretches), "目标", "代码"]
    note = "“—”表示没有数据或还无从知道。前期数字按生成本报告时的记录取数。"
    return [
        table("participation", "指标", "参与指标", columns, rows, note=note, badge=COMPUTED),
        _made_of(found[0]),
    ]


def _cell(value: Value) -> Cell:
    return shown(value.number, suppressed=value.suppressed)


def _made_of(found: Mapping[str, Value]) -> Table:
    rows: list[Row] = []
    for code, value in found.items():
        definition = DEFINITIONS[code]
        if value.low is not None:
            rows.append(row(f"{code}/low", f"{definition.name}：区间下限", definition.unit, value.low))
            rows.append(row(f"{code}/high", f"{definition.name}：区间上限", definition.unit, value.high))
        for part in value.parts:
            cell = shown(part.number, suppressed=part.suppressed)
            unit = part.unit or definition.unit
            rows.append(row(f"{code}/{part.key}", f"{definition.name}：{part.label}", unit, cell))
    columns = ["分项", "单位", "数值"]
    return table("participation_parts", "指标", "参与指标的分项", columns, rows, badge=COMPUTED)


def plan(year: int) -> list[Table]:
    """Every figure of the plan with its target and the latest confirmed official value, action by action.

    Participation has no place among them: action 10 has no numeric target.
    """
    titles = action_titles()
    latest = standing_values()
    by_action: dict[int, list[PlanIndicator]] = {}
    for indicator in PlanIndicator.objects.order_by("action_no", "pk"):
        by_action.setdefault(indicator.action_no, []).append(indicator)
    return [
        table(
            f"plan-{number}",
            "指标",
            "方案总目标" if number == 0 else f"方案指标：{titles.get(number, f'行动{number}')}",
            _PLAN_COLUMNS,
            [_plan_row(indicator, latest.get(indicator.pk), year) for indicator in indicators],
            badge=ENTERED,
        )
        for number, indicators in by_action.items()
    ]


def _plan_row(indicator: PlanIndicator, value: OfficialValue | None, year: int) -> Row:
    due = indicator.target_year is not None and indicator.target_year <= year
    waiting = AWAITED if due else None
    said: tuple[Cell, ...] = (waiting, None, None)
    if value is not None:
        said = (
            without_zeros(f"{value.value:f}"),
            value.as_of.isoformat(),
            f"{value.document_title} {value.document_number}".strip(),
        )
    return row(
        indicator.code,
        indicator.name,
        indicator.unit or None,
        indicator.shown_value or None,
        str(indicator.target_year) if indicator.target_year else None,
        *said,
        indicator.departments or None,
        indicator.code,
    )
