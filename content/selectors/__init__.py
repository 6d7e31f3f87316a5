"""What pages ask for."""

from content.selectors.departments import department, departments_in_charge, duties_of
from content.selectors.plan import imports_of, plan_actions, plan_page
from content.selectors.plan_indicators import indicators_by_action
from content.selectors.plan_text import full_text

__all__ = [
    "department",
    "departments_in_charge",
    "duties_of",
    "full_text",
    "imports_of",
    "indicators_by_action",
    "plan_actions",
    "plan_page",
]
