"""Who pays for rewards, and how many points may be redeemed in a month."""

from datetime import date

from django.db import transaction

from carbon_points.models import BudgetLine, BudgetMonth
from carbon_points.models.ledger import MOST_POINTS
from carbon_points.refusals.rewards import BudgetRefused


@transaction.atomic
def ensure_budget_line(*, code: str, name: str, funder: str, note: str = "") -> BudgetLine:
    """The line of a code, made when not there; an existing one stays as staff left it."""
    line, _ = BudgetLine.objects.get_or_create(
        code=code, defaults={"name": name, "funder": funder, "note": note}
    )
    return line


@transaction.atomic
def open_budget_month(*, line: BudgetLine, month: date, points: int) -> BudgetMonth:
    """Let so many points of a line be redeemed in the month of a day; an open month gets the new figure.

    Raises BudgetRefused when more is committed already.
    """
    if not 0 <= points <= MOST_POINTS:
        raise BudgetRefused(f"预算要在0到{MOST_POINTS}分之间。")
    first = month.replace(day=1)
    BudgetMonth.objects.bulk_create([BudgetMonth(line=line, month=first, points=0)], ignore_conflicts=True)
    row = BudgetMonth.objects.select_for_update(no_key=True).get(line=line, month=first)
    if points < row.committed:
        raise BudgetRefused(f"{first:%Y-%m}已经兑换了{row.committed}分，预算不能比它少。")
    row.points = points
    row.save(update_fields=["points"])
    return row
