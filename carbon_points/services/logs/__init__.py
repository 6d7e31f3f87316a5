"""Records of actions: making one, and taking one back. The only writers of the log table."""

from carbon_points.services.logs.record import log_action
from carbon_points.services.logs.reversal import reverse_log, undo_log

__all__ = ["log_action", "reverse_log", "undo_log"]
