"""The days of a contest: proposed, put in order, moved, and kept once their job is done."""

from datetime import date, timedelta

from campaigns.contests.rules.facts import day_values
from campaigns.contests.rules.phases import Calendar

# In the order of the year, as people call them.
DAY_NAMES = {
    "enrol_from": "报名第一天",
    "enrol_until": "报名截止",
    "materials_until": "材料截止",
    "screening_until": "初审截止",
    "visits_until": "现场核查截止",
    "judging_until": "评审截止",
    "notice_until": "公示截止",
    "recheck_from": "复核第一天",
    "recheck_until": "复核截止",
}
# May be the same day as the one before it; every other day is a later one.
_SAME_DAY = {"enrol_until", "materials_until", "recheck_until"}
# A public notice shorter than this is no notice.
SHORTEST_NOTICE = 5
_UNTIL_DRAWN = ("enrol_from", "enrol_until", "materials_until", "screening_until")
_UNTIL_SETTLED = (*_UNTIL_DRAWN, "visits_until", "judging_until")


def proposal(today: date) -> Calendar:
    """Days for a page that somebody begins today: two weeks for 三审, a month to enrol, then step by step."""
    lengths = {
        "enrol_from": 14,
        "enrol_until": 44,
        "materials_until": 58,
        "screening_until": 65,
        "visits_until": 79,
        "judging_until": 93,
        "notice_until": 101,
        "recheck_from": 450,
        "recheck_until": 480,
    }
    return Calendar(**{name: today + timedelta(days=days) for name, days in lengths.items()})


def first_wrong(calendar: Calendar) -> tuple[str, str] | None:
    """The first day that cannot be: its field and a sentence; None when all are in order."""
    before = "enrol_from"
    for name, day in day_values(calendar).items():
        if name == "enrol_from" or day is None:
            continue
        earlier = getattr(calendar, before)
        if day < earlier or (day == earlier and name not in _SAME_DAY):
            word = "早于" if name in _SAME_DAY else "早于或等于"
            return name, (
                f"{DAY_NAMES[name]}（{said(day)}）不能{word}{DAY_NAMES[before]}（{said(earlier)}），请改一改。"
            )
        before = name
    if (calendar.notice_until - calendar.judging_until).days < SHORTEST_NOTICE:
        return "notice_until", f"公示至少{SHORTEST_NOTICE}天，请把公示截止往后放。"
    if calendar.recheck_from is None and calendar.recheck_until is not None:
        return "recheck_from", "复核的第一天和截止要一起写，或者都不写。"
    if calendar.recheck_from is not None and calendar.recheck_until is None:
        return "recheck_until", "复核的第一天和截止要一起写，或者都不写。"
    return None


def kept_fields(*, drawn: bool, settled: bool, announced: bool) -> tuple[str, ...]:
    """Days that can no longer be moved: what was to happen by then has been done."""
    if announced:
        return tuple(DAY_NAMES)
    if settled:
        return _UNTIL_SETTLED
    return _UNTIL_DRAWN if drawn else ()


def moved_to(now: Calendar, wanted: Calendar, kept: tuple[str, ...]) -> Calendar:
    """The days that hold from now on: those kept stay; where the order would break, nothing moves."""
    values = day_values(wanted) | {name: getattr(now, name) for name in kept}
    result = Calendar(**values)
    return now if first_wrong(result) else result


def differences(before: Calendar, after: Calendar) -> list[str]:
    """What moved, in words for those who wait for these days: 报名截止改为12月10日."""
    old, new = day_values(before), day_values(after)
    return [_change(name, new[name]) for name in DAY_NAMES if old[name] != new[name]]


def _change(name: str, day: date | None) -> str:
    return f"{DAY_NAMES[name]}改为{said(day)}" if day else f"不再有{DAY_NAMES[name]}"


def said(day: date) -> str:
    """2026年12月1日."""
    return f"{day.year}年{day.month}月{day.day}日"
