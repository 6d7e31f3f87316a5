"""A resident's week: seven days from Monday, and kind words. Nothing is lost when a week ends."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

DAY_NAMES = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


@dataclass(frozen=True, slots=True)
class Dot:
    """One day of the running week. `done`: something recorded for it stands."""

    day: date
    name: str
    done: bool
    is_today: bool
    is_ahead: bool

    @property
    def words(self) -> str:
        """What a screen reader says: a day without a record is no failure, so nothing is said of it."""
        if self.done:
            return f"{self.name}，有记录"
        return f"{self.name}，{'还没到' if self.is_ahead else '今天' if self.is_today else '休息'}"


@dataclass(frozen=True, slots=True)
class Week:
    """The running week of one resident. `total` counts days since the beginning; `goal` is days or None."""

    dots: tuple[Dot, ...]
    total: int
    goal: int | None

    @property
    def done(self) -> int:
        """Days of this week with a record, 0 to 7."""
        return sum(dot.done for dot in self.dots)

    @property
    def is_reached(self) -> bool:
        """Whether the person's own goal is reached; never without one."""
        return self.goal is not None and self.done >= self.goal

    @property
    def words(self) -> str:
        """Thanks when the goal is reached; empty otherwise, also when a week ended without it."""
        return f"这周的小目标达到了：{self.goal} 天。为您高兴！" if self.is_reached else ""


def monday_of(day: date) -> date:
    """The Monday on or before a day."""
    return day - timedelta(days=day.weekday())


def week_around(today: date, done_on: Collection[date], *, total: int, goal: int | None) -> Week:
    """The week of `today` from the days with a record; days of other weeks are passed over."""
    days = [monday_of(today) + timedelta(days=number) for number in range(7)]
    return Week(
        dots=tuple(
            Dot(day=day, name=name, done=day in done_on, is_today=day == today, is_ahead=day > today)
            for day, name in zip(days, DAY_NAMES, strict=True)
        ),
        total=total,
        goal=goal,
    )


def weeks_reaching(done_on: Collection[date], goal: int | None) -> int:
    """In how many calendar weeks at least `goal` different days have a record; 0 without a goal."""
    if goal is None:
        return 0
    days_in: dict[date, int] = {}
    for day in set(done_on):
        days_in[monday_of(day)] = days_in.get(monday_of(day), 0) + 1
    return sum(days >= goal for days in days_in.values())
