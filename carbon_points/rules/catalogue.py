"""What a catalogue of actions, methods and factors must keep; every breach is named with file and line."""

import re
from collections.abc import Iterable, Sequence

from carbon_points.rules.catalogue_lines import Finder, Line, Problem, Published, decimal_of

CATEGORIES = {
    "衣": "clothing",
    "食": "food",
    "住": "home",
    "行": "travel",
    "游": "tourism",
    "用": "goods",
    "办公": "office",
}
EVIDENCE = {"self", "photo", "bill", "qr", "staff", "partner"}
PERIODS = {"day", "week", "month", "quarter", "year", "3years", "event"}
_COUNT = re.compile(r"[0-9]{1,4}", re.ASCII)


def problems_in_factors(lines: Sequence[Line], published: Iterable[Published] = ()) -> list[Problem]:
    """Everything wrong with factors.csv."""
    found = Finder()
    for line in lines:
        found.code(line, "code", "因子编号")
        found.filled(line, {"quantity": "所指的量", "unit": "单位", "name": "名称", "source": "来源"})
        found.number(line, "value", "数值", needed=True)
        found.one_of(line, "confidence", "依据", {"seen", "derived", "recalled"})
        found.validity(line)
    found.twice(lines, ("code",), "因子编号")
    found.overlaps(lines, "quantity", "code", "同一个量的因子", published)
    return found.problems


def problems_in_actions(lines: Sequence[Line]) -> list[Problem]:
    """Everything wrong with actions.csv."""
    found = Finder()
    for line in lines:
        found.code(line, "code", "行动编号")
        found.filled(line, {"name": "名称", "unit": "单位"})
        found.one_of(line, "category", "类别", set(CATEGORIES))
        found.one_of(line, "audience", "对象", {"resident", "organisation"})
        found.one_of(line, "is_open", "是否开放（1或0）", {"0", "1"})
        found.one_of(line, "is_shared", "是否全家共同（1或0）", {"0", "1"})
        found.one_of(line, "limit_period", "上限期间", PERIODS)
        found.one_of(line, "limit_counts", "上限计量", {"units", "logs"})
        if line["quick_rank"] and line["quick_rank"] not in {"1", "2", "3", "4", "5", "6"}:
            found.add(line, "首页位置只能是1到6，或者留空。")
        if unknown := set(line["evidence"].split()) - EVIDENCE:
            found.add(line, f"凭证方式里有不认识的词：{'、'.join(sorted(unknown))}。")
        if not _COUNT.fullmatch(line["engagement_points"]):
            found.add(line, "互动分要写成0到9999的整数。")
        for column, label in {"max_per_log": "单次上限", "daily_limit": "期间上限"}.items():
            found.number(line, column, label, above_zero=True, decimals=3)
        for choice in filter(None, line["choices"].split("|")):
            found.amount(line, choice)
    found.twice(lines, ("code",), "行动编号")
    found.twice([line for line in lines if line["quick_rank"]], ("quick_rank",), "首页位置")
    return found.problems


def problems_in_methods(
    lines: Sequence[Line],
    actions: dict[str, str],
    factors: set[str],
    published: Iterable[Published] = (),
) -> list[Problem]:
    """Everything wrong with methods.csv; `actions` gives the unit of each known action code."""
    found = Finder()
    for line in lines:
        found.filled(line, {"version": "版本", "baseline_scenario": "基准情景", "source": "来源"})
        found.one_of(line, "tier", "等级", {"A", "B", "C"})
        found.one_of(line, "confidence", "依据", {"seen", "derived", "recalled"})
        found.validity(line)
        if line["action"] not in actions:
            found.add(line, f"行动“{line['action']}”不在 actions.csv 里。")
        elif line["unit"] != actions[line["action"]]:
            found.add(line, f"单位“{line['unit']}”与行动的单位“{actions[line['action']]}”不一致。")
        for code in line["factors"].split():
            if code not in factors:
                found.add(line, f"因子“{code}”不在 factors.csv 里。")
        _check_figures(found, line)
    found.twice(lines, ("action", "version"), "行动和版本")
    found.overlaps(lines, "action", "version", "同一行动的方法版本", published)
    return found.problems


def _check_figures(found: Finder, line: Line) -> None:
    """The chain baseline − project = net, and the range around it."""
    labels = {
        "baseline_kg": "基准排放",
        "project_kg": "行动排放",
        "net_kg": "净减排",
        "low_kg": "区间下限",
        "high_kg": "区间上限",
    }
    before = len(found.problems)
    for column, label in labels.items():
        found.number(line, column, label)
    found.number(line, "self_share", "自报计入比例", needed=True, decimals=3)
    if len(found.problems) > before:
        return
    baseline, project, net, low, high = (decimal_of(line[column]) for column in labels)
    share = decimal_of(line["self_share"])
    if share is not None and share > 1:
        found.add(line, "自报计入比例要在0到1之间。")
    if line["tier"] == "C" and net is not None:
        found.add(line, "C级（暂不量化）的净减排必须留空。")
    if line["tier"] in {"A", "B"} and net is None:
        found.add(line, "A级和B级必须有净减排；没有数值的请改为C级。")
    if None not in (baseline, project, net) and baseline - project != net:  # type: ignore[operator]
        found.add(line, f"净减排{net}不等于基准{baseline}减行动{project}，应为{baseline - project}。")  # type: ignore[operator]
    if low is not None and high is not None and low > high:
        found.add(line, f"区间下限{low}大于上限{high}。")
    if net is not None and low is not None and low > net:
        found.add(line, f"区间下限{low}大于净减排{net}。")
    if net is not None and high is not None and high < net:
        found.add(line, f"区间上限{high}小于净减排{net}。")
