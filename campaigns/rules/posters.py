"""What a poster says of the time of a campaign, and which picture suits its day. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from campaigns.rules.words import WEEKDAYS, clock_words, moment_words

# Theme days with a picture of their own: its name, and what the poster calls the day.
PICTURES = {
    "earth-day": ("earth", "世界地球日"),
    "environment-day": ("environment", "六五环境日"),
    "low-carbon-day": ("low_carbon", "全国低碳日"),
}


@dataclass(frozen=True, slots=True)
class When:
    """10月25日, 周日, 9:00–11:00, 另有2场."""

    day: str
    weekday: str = ""
    clock: str = ""
    more: str = ""


def picture_for(theme_day: str) -> tuple[str, str]:
    """The picture of a theme day and its name; of any other day the general picture, without a name."""
    return PICTURES.get(theme_day, ("general", ""))


def when_of_sessions(spans: Sequence[tuple[datetime, datetime]]) -> When:
    """The first of them, and how many there are besides. Moments in the city's own time."""
    start, end = spans[0]
    is_one_day = start.date() == end.date()
    until = clock_words(end) if is_one_day else moment_words(end)
    return When(
        day=f"{start.month}月{start.day}日",
        weekday=f"周{WEEKDAYS[start.weekday()]}",
        clock=f"{clock_words(start)}–{until}",
        more=f"另有{len(spans) - 1}场" if len(spans) > 1 else "",
    )


def when_of_days(first: date | None, last: date | None) -> When:
    """Days of a campaign that people take part in from home; none: 时间以活动页面为准."""
    if first is None:
        return When("时间见活动页面")
    day = f"{first.month}月{first.day}日"
    if last is None or last == first:
        return When(day, f"周{WEEKDAYS[first.weekday()]}", "线上参加")
    return When(f"{day}–{last.month}月{last.day}日", clock="线上参加")
