"""The datasets of this room: the city and its parts from releases, and the plan's figures."""

from collections.abc import Iterator
from typing import Any

from core import clock
from indicators import wording
from indicators.models import PlanIndicator
from indicators.open_registry import Column, Dataset, add, register
from indicators.selectors.official import standing_values

_NUMBERS = tuple(
    Column(name, meaning, "boolean" if name == "suppressed" else "integer", minimum=None)
    for name, meaning in wording.DEFINITIONS.items()
)
RELEASE_COLUMNS = (
    Column("period", "时段", description="day 日、month 月、year 年", required=True),
    Column("from_on", "第一天", "date", required=True),
    Column("to_on", "最后一天", "date", required=True),
    Column("version", "版次", "integer", "更正是新的一版，旧版仍可读取", required=True, minimum=1),
    Column("code", "代码", description="区划代码、类别、凭证或渠道的代码"),
    Column("label", "名称", required=True),
    *_NUMBERS,
)
_RELEASED = (
    ("city", "全市", "全市居民的记录，准确数字"),
    ("town", "按镇街", "各乡镇街道居民的记录"),
    ("community", "按村社区", "各村社区居民的记录，只按月公布"),
    ("category", "按类别", "衣食住行游用各类行动"),
    ("evidence", "按凭证", "计量数据、有凭证、自己记录分开公布"),
    ("channel", "按渠道", "记录从哪里来：网页、扫码点位、合作方等"),
)
INDICATOR_COLUMNS = (
    Column("code", "指标代码", required=True),
    Column("action_no", "行动编号", "integer", "0 表示总目标", minimum=0),
    Column("name", "指标", required=True),
    Column("kind", "类别"),
    Column("unit", "单位"),
    Column("baseline", "基期值", "number"),
    Column("baseline_year", "基期年", "integer"),
    Column("comparator", "怎么比"),
    Column("target", "目标值", "number"),
    Column("target_max", "目标上限", "number"),
    Column("target_year", "目标年", "integer"),
    Column("departments", "责任单位"),
    Column("section", "出处"),
    Column("status", "状态", description="待公布：目标年已过，还没有确认的官方数值"),
    Column("value", "官方数值", "number", "主管部门填报，第二人确认"),
    Column("value_as_of", "数据截至", "date"),
    Column("document_title", "依据文件"),
    Column("document_number", "文号"),
    Column("document_url", "公开网址"),
)


def indicator_rows() -> Iterator[dict[str, Any]]:
    """Every figure of the plan with its newest confirmed official value; two queries."""
    values = standing_values()
    today = clock.today()
    for indicator in PlanIndicator.objects.order_by("action_no", "pk"):
        official = values.get(indicator.pk)
        row = {column.name: getattr(indicator, column.name, None) for column in INDICATOR_COLUMNS[:13]}
        awaited = indicator.state_on(today) == "awaited" and official is None
        yield row | {
            "kind": indicator.get_kind_display(),
            "status": "已公布" if official else "待公布" if awaited else "",
            "value": official.value if official else None,
            "value_as_of": official.as_of if official else None,
            "document_title": official.document_title if official else "",
            "document_number": official.document_number if official else "",
            "document_url": official.document_url if official else "",
        }


def register_own() -> None:
    """Called once, when the app is ready."""
    for name, title, description in _RELEASED:
        periods = ("month",) if name == "community" else ("day", "month", "year")
        add(Dataset(name, title, description, RELEASE_COLUMNS, "release/1", periods))
    register(
        "indicators",
        INDICATOR_COLUMNS,
        indicator_rows,
        title="方案指标",
        description="方案里的数字指标和主管部门填报、已经确认的数值",
    )
