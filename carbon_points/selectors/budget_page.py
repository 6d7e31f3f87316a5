"""What rewards cost the city, as the public page says it."""

from dataclasses import dataclass
from datetime import date

from django.core.cache import cache

from carbon_points.selectors.budgets import (
    BudgetRow,
    BurnRow,
    budget_rows,
    burn_rows,
    expired_points,
    liability,
)
from core import clock

# The sum over all residents is worked out once in five minutes, however many ask.
KEEP_SECONDS = 300
CACHE_KEY = "carbon_points:budget-page"
MONTHS = 12


@dataclass(frozen=True, slots=True)
class BudgetPage:
    """Points: of the running month, still owed, and month by month."""

    month: date
    budget: int
    committed: int
    held: int
    waiting: int
    expired: int
    budgets: list[BudgetRow]
    burn: list[BurnRow]

    @property
    def owed(self) -> int:
        """Everything that residents could still ask for."""
        return self.held + self.waiting


def budget_page() -> BudgetPage:
    """As of at most five minutes ago. Six queries, or none."""
    kept: BudgetPage | None = cache.get(CACHE_KEY)
    if kept is None:
        kept = _worked_out()
        cache.set(CACHE_KEY, kept, KEEP_SECONDS)
    return kept


def _worked_out() -> BudgetPage:
    month = clock.today().replace(day=1)
    rows = budget_rows(months=MONTHS)
    now = [row for row in rows if row.month == month]
    held, waiting = liability()
    return BudgetPage(
        month=month,
        budget=sum(row.points for row in now),
        committed=sum(row.committed for row in now),
        held=held,
        waiting=waiting,
        expired=expired_points(),
        # Months that have not begun are plans, not reports.
        budgets=[row for row in rows if row.month <= month],
        burn=burn_rows(months=MONTHS),
    )
