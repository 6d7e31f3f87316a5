"""What can be asked about actions, logs and points."""

from carbon_points.selectors.catalogue import quick_actions
from carbon_points.selectors.family import people_to_record_for
from carbon_points.selectors.ledger import balance_of
from carbon_points.selectors.log_rows import days_of, days_this_week

__all__ = ["balance_of", "days_of", "days_this_week", "people_to_record_for", "quick_actions"]
