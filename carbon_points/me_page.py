"""What the page 我的 says about points and days."""

from typing import Any

from accounts.me import adds_to_me_page
from accounts.models import User
from carbon_points.selectors.ledger import balance_of
from carbon_points.selectors.log_rows import days_of


@adds_to_me_page
def balance_and_days(user: User) -> dict[str, Any]:
    """Points to spend, and the days with a record, which only grow."""
    return {"balance": balance_of(user), "days": days_of(user)}
