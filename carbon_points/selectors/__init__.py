"""What can be asked about actions, logs and points."""

from carbon_points.selectors.catalogue import quick_actions
from carbon_points.selectors.family import people_to_record_for
from carbon_points.selectors.habits import week_of
from carbon_points.selectors.ledger import balance_of

__all__ = ["balance_of", "people_to_record_for", "quick_actions", "week_of"]
