"""The catalogue of actions, the ledger of points and the logs that join them."""

from carbon_points.models.catalogue import Action, Factor, Method
from carbon_points.models.ledger import Account, Seal, Transfer
from carbon_points.models.logs import ActionLog

__all__ = ["Account", "Action", "ActionLog", "Factor", "Method", "Seal", "Transfer"]
