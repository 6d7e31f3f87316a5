"""Places for tests."""

from decimal import Decimal
from typing import Any

from accounts.models import User
from carbon_points.models import Action, ActionLog, Place
from carbon_points.rules import rotating
from carbon_points.selectors.places import secret_of, ticket_for
from carbon_points.services.places import log_at_place, save_place
from tests.carbon_points.ledger_world import NOW, TODAY, make_action


def qr_action(code: str = "TR-BUS", **values: Any) -> Action:
    """An action that a code can stand for."""
    return make_action(code, **{"evidence": ["qr", "self"]} | values)


def make_place(**values: Any) -> Place:
    """A place with a code on paper, unless told otherwise."""
    usual: dict[str, Any] = {
        "name": "南门公交站",
        "action": None,
        "quantity": Decimal(1),
        "daily_limit": 1,
        "valid_from": TODAY,
    }
    usual |= values
    usual["action"] = usual["action"] or qr_action()
    return save_place(place=Place(**usual))


def make_screen(**values: Any) -> Place:
    """A place with a code that changes."""
    return make_place(kind=Place.Kind.ROTATING, name="图书馆大屏", **values)


def token_of(place: Place, moment: float) -> str:
    """What the screen shows at that moment."""
    return rotating.token_at(secret_of(place), place.code, rotating.step_of(moment))


def ticket_of(place: Place, now: Any = NOW) -> str:
    """A ticket for what the screen shows now."""
    return ticket_for(place, token=token_of(place, now.timestamp()), now=now)


def scan(
    place: Place, resident: User, key: str = "scan", ticket: str | None = None, now: Any = NOW
) -> ActionLog:
    """What one tap on the page of a place does."""
    return log_at_place(resident=resident, place_code=place.code, ticket=ticket, request_key=key, now=now)
