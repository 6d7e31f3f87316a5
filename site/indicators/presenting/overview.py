"""The tiles of the staff's overview: a number, what it means, and how it changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.templatetags.ui import wan
from indicators import changes, sources, stretches
from indicators.presenting import cells
from indicators.selectors import around
from indicators.selectors.staff.totals import Cell

NOT_OVER = "本期未结束，结束后再比"
NOT_THERE = "暂无"


@dataclass(frozen=True, slots=True)
class TileOfNumbers:
    """One number of the overview."""

    label: str
    value: str
    note: str
    change: str
    definition: str
    how: str


def tiles(
    period: str, start: date, today: date, numbers: Mapping[tuple[str, date], Cell]
) -> list[TileOfNumbers]:
    """Of one stretch; `numbers` has it, the one before, and the week and month of its last day."""
    last = min(stretches.last_of(period, start), today)
    return [
        *_people(numbers, last, today),
        *_recorded(period, start, today, numbers),
        *_gatherings(start, last),
        *_creations(start.year),
        *_above(start, last),
    ]


def people_asked(last: date) -> list[tuple[str, date]]:
    """The stretches that the tiles of people need."""
    found = []
    for period in ("week", "month"):
        start = stretches.first_of(period, last)
        found += [(period, start), (period, stretches.before(period, start))]
    return found


def _indicator(code: str) -> str:
    """The page that defines an indicator of participation."""
    return f"/indicators/p/{code}/"


def _people(numbers: Mapping[tuple[str, date], Cell], last: date, today: date) -> list[TileOfNumbers]:
    asked = people_asked(last)
    made = []
    for word, now, then in (("周", asked[0], asked[1]), ("月", asked[2], asked[3])):
        made.append(
            TileOfNumbers(
                f"参与人数（{word}）",
                cells.short(cells.value(numbers[now], "people"), cells.SMALL),
                stretches.name_of(*now),
                _change(numbers[now], numbers[then], "people", now, today),
                "至少有一条有效记录的不同居民，同一个人只算一次。",
                _indicator("P10-PEOPLE"),
            )
        )
    return made


def _recorded(
    period: str, start: date, today: date, numbers: Mapping[tuple[str, date], Cell]
) -> list[TileOfNumbers]:
    now, then = numbers[period, start], numbers[period, stretches.before(period, start)]
    span = "" if now.suppressed else f"{cells.tonnes(now.low_mg)} 到 {cells.tonnes(now.high_mg)}"
    return [
        TileOfNumbers(
            "记录数",
            cells.short(cells.value(now, "logs"), cells.SMALL),
            stretches.name_of(period, start),
            _change(now, then, "logs", (period, start), today),
            "有效记录的条数，撤销的已经扣除。",
            _indicator("P10-ACTIONS"),
        ),
        TileOfNumbers(
            "估算减排",
            cells.SMALL if now.suppressed else cells.tonnes(now.milligrams),
            span,
            _change(now, then, "milligrams", (period, start), today),
            "避免排放的估算值，带区间，不是碳信用。",
            _indicator("P10-GRAMS"),
        ),
    ]


def _change(now: Cell, then: Cell, metric: str, stretch: tuple[str, date], today: date) -> str:
    if stretches.last_of(*stretch) >= today:
        # A running stretch beside a whole one would always look like a fall.
        return NOT_OVER
    return "环比 " + changes.percent(cells.value(now, metric), cells.value(then, metric))


def _gatherings(start: date, last: date) -> list[TileOfNumbers]:
    found = around.gatherings(start, last)
    came = "不足10" if found.came is None else wan(found.came)
    definition = "开始了且没有取消的场次；到场人次包括同行的人，向下取到5的倍数。"
    return [
        TileOfNumbers(
            "活动场次", wan(found.sessions), f"到场 {came} 人次", "", definition, _indicator("P10-EVENTS")
        )
    ]


def _creations(year: int) -> list[TileOfNumbers]:
    rows = [row.numbers for row in around.creations(year) if not row.of_people]
    applications, passed, titles = (sum(row[n] or 0 for row in rows) for n in range(3))
    note = f"通过初审 {passed:,} · 称号 {titles:,}"
    definition = f"{year}年学校、社区、机关、企业等的绿色创建；家庭和作品见下面的表。"
    return [TileOfNumbers("创建申报", wan(applications), note, "", definition, _indicator("P10-CREATION"))]


def _above(start: date, last: date) -> list[TileOfNumbers]:
    """What rooms above tell: how often guides were read, how soon people got an answer."""
    read: Any = sources.ask("guides_read", start, last)
    answer: Any = sources.ask("answer_times", start, last) or (None, None)
    median, in_time = answer
    return [
        TileOfNumbers(
            "指南阅读",
            NOT_THERE if read is None else wan(read),
            "" if read is None else "次",
            "",
            "生活指南页面被打开的次数，不区分谁打开。",
            _indicator("P10-GUIDES"),
        ),
        TileOfNumbers(
            "答复时间",
            NOT_THERE if median is None else f"{median:g} 天",
            "" if in_time is None else f"按时答复 {in_time}%",
            "",
            "这段时间收到的投诉建议，一半在多少天内得到答复。不足10件不写。",
            _indicator("P10-ANSWERS"),
        ),
    ]
