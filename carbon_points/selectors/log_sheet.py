"""Everything on the sheet where people choose an action, an amount and a day."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.selectors.family import may_act_for
from carbon_points.models import Action
from carbon_points.rules.quantities import plain
from carbon_points.selectors.catalogue import CATEGORY_ORDER, Tile, tile_of, tiles_of
from carbon_points.selectors.family import people_to_record_for
from core import clock
from core.refusals import Refused


def log_sheet(
    user: User | None, *, category: str = "", code: str = "", person_id: int = 0, sent: Mapping[str, Any]
) -> dict[str, Any]:
    """The sheet for a category (an unknown one shows all) and, when a code is given, the form of that action.

    `person_id` is somebody whom the user keeps (NotFound otherwise), whose limits are then shown. `sent` is
    what the form carried before, so that a refused form keeps its choices.
    """
    category = category if category in CATEGORY_ORDER else ""
    chosen, refusal, status = None, None, 200
    person = may_act_for(user, person_id) if user and person_id else None
    if code:
        try:
            chosen = with_choices(tile_of(person or user, code), sent)
            category = chosen.category
        except Refused as refused:
            refusal, status = refused.message, refused.status
    return {
        "categories": _categories(category, person),
        "actions": tiles_of(person or user, category),
        "chosen": chosen,
        "person": person,
        # Asked for only where the form is shown.
        "people": people_to_record_for(user, picked=str(person_id)) if chosen else [],
        "refusal": refusal,
        "days": days(clock.today(), str(sent.get("done_on", ""))),
        "status": status,
    }


def with_choices(tile: Tile, sent: Mapping[str, Any]) -> Tile:
    """The tile with its amounts as radio buttons; the first is chosen unless something was sent."""
    picked = sent.get("choice") or ("" if sent.get("quantity") else _text(tile.default_quantity))
    choices = [
        {"value": _text(amount), "label": f"{_text(amount)}{tile.unit}", "checked": _text(amount) == picked}
        for amount in tile.choices
    ]
    key = str(sent.get("request_key") or tile.request_key)
    return replace(tile, choices=choices, request_key=key)


def days(today: date, picked: str) -> list[dict[str, Any]]:
    """Today and yesterday; nothing else can be recorded."""
    offered = {"今天": today, "昨天": today - timedelta(days=1)}
    picked = picked if picked in {day.isoformat() for day in offered.values()} else today.isoformat()
    return [
        {"value": day.isoformat(), "label": label, "checked": day.isoformat() == picked}
        for label, day in offered.items()
    ]


def _text(amount: float) -> str:
    return plain(Decimal(str(amount)))


def _categories(current: str, person: User | None) -> list[dict[str, Any]]:
    sheet = reverse("carbon_points:log")
    whom = f"for={person.pk}" if person else ""
    everything = {
        "key": "",
        "label": "全部",
        "url": f"{sheet}?{whom}" if whom else sheet,
        "current": not current,
        "icon": "",
    }
    # Offices record as organisations, not here.
    kinds = [kind for kind in Action.Category if kind != Action.Category.OFFICE]
    return [
        everything,
        *(
            {
                "key": kind.value,
                "label": kind.label,
                "url": f"{sheet}?category={kind.value}{'&' if whom else ''}{whom}",
                "current": kind.value == current,
                "icon": "",
            }
            for kind in kinds
        ),
    ]
