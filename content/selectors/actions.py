"""Actions that readers can record from a page."""

from accounts.models import User
from carbon_points.models import Action
from carbon_points.selectors.catalogue import Tile, tile_of
from core.refusals import Refused


def tile_to_record(user: User | None, action: Action) -> Tile | None:
    """The action as a button, with a fresh key; None when residents cannot record it now."""
    if action.audience != Action.Audience.RESIDENT:
        return None
    try:
        return tile_of(user, action.code)
    except Refused:
        return None
