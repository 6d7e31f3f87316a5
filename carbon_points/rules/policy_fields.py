"""Every value that a policy can hold: its name for people, its range, and what is wrong with one outside."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from carbon_points.rules.amounts import DIVISIBLE, LARGEST
from carbon_points.rules.logs import MOST_THANKS
from carbon_points.rules.quantities import plain

# Points of one month and line; more never move at once.
MOST_BUDGET = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `low` to `high`."""

    label: str
    unit: str
    low: int
    high: int
    help: str = ""
    optional: bool = False

    def fault(self, value: Any) -> str:
        """One sentence; empty when the value is fine."""
        if isinstance(value, bool) or not isinstance(value, int) or not self.low <= value <= self.high:
            return f"“{self.label}”要填{self.low}到{self.high}的整数。"
        return ""


@dataclass(frozen=True, slots=True)
class Part:
    """A number with at most three decimals, from `low` to `high`; with `above`, more than `low`."""

    label: str
    unit: str
    low: Decimal
    high: Decimal
    above: bool = False
    help: str = ""
    optional: bool = True

    def fault(self, value: Any) -> str:
        """One sentence; empty when the value is fine."""
        number = _number(value)
        if (
            number is None
            or not self.low <= number <= self.high
            or (self.above and number == self.low)
            or number != round(number, 3)
        ):
            least = f"大于{plain(self.low)}、" if self.above else f"不小于{plain(self.low)}、"
            return f"“{self.label}”要填{least}不大于{plain(self.high)}的数，最多三位小数。"
        return ""


@dataclass(frozen=True, slots=True)
class Word:
    """One of a few words; each with its name for people."""

    label: str
    words: Mapping[str, str]
    help: str = ""
    optional: bool = False
    unit: str = ""

    def fault(self, value: Any) -> str:
        """One sentence; empty when the value is fine."""
        if not isinstance(value, str) or value not in self.words:
            return f"“{self.label}”只能是{'、'.join(self.words.values())}之一。"
        return ""


@dataclass(frozen=True, slots=True)
class Flag:
    """On or off."""

    label: str
    help: str = ""
    optional: bool = False
    unit: str = ""

    def fault(self, value: Any) -> str:
        """One sentence; empty when the value is fine."""
        return "" if isinstance(value, bool) else f"“{self.label}”只能是开或关。"


Field = Whole | Part | Word | Flag

PERIODS: Final = {
    "day": "每天",
    "week": "每周",
    "month": "每月",
    "quarter": "每季度",
    "year": "每年",
    "3years": "每三年",
    "event": "每场活动",
}
COUNTS: Final = {"units": "数量", "logs": "次数"}
REWARD_PERIODS: Final = {"month": "每个自然月", "all": "总共"}

FIELDS: Final[dict[str, dict[str, Field]]] = {
    "city": {
        "self_points_a_day": Whole("自己记录一天最多得分", "分", 10, 10_000),
        "trips_a_day": Whole("一天最多记几趟出行", "趟", 1, 24),
        "meals_a_day": Whole("一天最多记几餐", "餐", 1, 6),
        "hold_days": Whole("新账户几天后可以兑换", "天", 0, 90),
        "points_valid_months": Whole("积分有效期", "个月", 12, 120, help="从所在半年结束时算起。"),
        "grant_points_a_month": Whole("人工发放每人每月上限", "分", 0, 100_000),
        "helper_logs_a_day": Whole("一位代记人一天最多代记", "条", 0, 2_000),
        "second_look_percent": Whole("凭证盲审复看比例", "%", 0, 100),
        "shows_week": Flag("显示个人每周记录"),
        "shows_boards": Flag("公布参与率榜"),
        "shows_ranking": Flag("开放个人排行", help="只有自愿参加的人才会出现。"),
        "shows_badges": Flag("开放徽章"),
        "shows_teams": Flag("开放小队"),
        "shows_year_account": Flag("开放年度账单"),
    },
    "action": {
        "max_per_log": Part("单次上限", "", Decimal(0), LARGEST, above=True),
        "daily_limit": Part("期间上限", "", Decimal(0), Decimal(1_000_000), above=True),
        "limit_period": Word("上限期间", PERIODS, optional=True),
        "limit_counts": Word("上限计量", COUNTS, optional=True),
        "self_share": Part(
            "自己记录计入比例", "", Decimal(0), Decimal(1), help="0.5 就是一半；有凭证的一律按全额。"
        ),
        "engagement_points": Whole(
            "互动分", "分", 0, MOST_THANKS, help="每天第一次记录至少得这么多分。", optional=True
        ),
    },
    "reward": {
        "price": Whole("价格", "分", 1, 1_000_000),
        "per_person": Whole("每人限兑", "份", 1, 1_000),
        "per_period": Word("限兑期间", REWARD_PERIODS),
    },
    "budget": {"points": Whole("本月可兑换的积分", "分", 0, MOST_BUDGET)},
}


def faults(kind: str, values: Mapping[str, Any], *, unit: str = "", counts: str = "units") -> dict[str, str]:
    """What is wrong with the values of a policy, by name; empty when it can be published.

    `unit` and `counts` are those of the action in the catalogue: half a bus ride is no limit.
    """
    known = FIELDS[kind]
    found = {name: f"没有“{name}”这一项，请从页面上填写。" for name in values if name not in known}
    for name, field in known.items():
        value = values.get(name)
        if value is None and not field.optional:
            found[name] = f"请填写“{field.label}”。"
        elif value is not None and (fault := field.fault(value)):
            found[name] = fault
    if kind == "action" and not found:
        found = _broken_units(values, unit, counts)
    return found


def _broken_units(values: Mapping[str, Any], unit: str, counts: str) -> dict[str, str]:
    found = {}
    for name in ("max_per_log", "daily_limit"):
        number = _number(values.get(name))
        by_logs = name == "daily_limit" and (values.get("limit_counts") or counts) == "logs"
        if number is None or number == number.to_integral_value():
            continue
        if by_logs or (unit and unit not in DIVISIBLE):
            counted = "次" if by_logs else unit
            found[name] = f"“{FIELDS['action'][name].label}”按“{counted}”计，只能填整数。"
    return found


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool | float) or not isinstance(value, int | str | Decimal):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def shown(kind: str, name: str, value: Any) -> str:
    """A value in words: 200分, 每周, 开; what is left to the catalogue is 按目录."""
    field = FIELDS[kind][name]
    if value is None:
        return "按目录"
    match field:
        case Flag():
            return "开" if value else "关"
        case Word():
            return field.words.get(str(value), str(value))
        case Whole():
            return f"{value:,}{field.unit}"
    return plain(Decimal(str(value)))
