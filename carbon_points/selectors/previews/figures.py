"""What a preview says: figures of last month as they were, and as they would have been."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from carbon_points.rules.periods import month_of


@dataclass(frozen=True, slots=True)
class Change:
    """One figure. `before` is None for what only the new rule makes; `unit` mg is milligrams of CO2e."""

    name: str
    label: str
    before: int | None
    after: int
    unit: str

    @property
    def difference(self) -> int:
        """How much more it would have been; below 0, less."""
        return self.after - (self.before or 0)


@dataclass(frozen=True, slots=True)
class Preview:
    """The effect of a rule on the month before: its first day, figures, and what they mean in words."""

    month: date
    changes: list[Change] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)

    def figure(self, name: str) -> Change:
        """One figure by its name."""
        return next(change for change in self.changes if change.name == name)


def last_month(today: date) -> tuple[date, date]:
    """First and last day of the calendar month before today's."""
    return month_of(today.replace(day=1) - timedelta(days=1))


def more_or_less(difference: int, unit: str) -> str:
    """多5分, 少5分, 不变."""
    if difference == 0:
        return "不变"
    return f"{'多' if difference > 0 else '少'}{abs(difference):,}{unit}"
