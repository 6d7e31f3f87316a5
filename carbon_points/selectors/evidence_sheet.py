"""The sheets on which people hand in a photo or a bill."""

from collections.abc import Mapping
from typing import Any

from accounts.models import User
from carbon_points.refusals import EvidenceRefused
from carbon_points.rules.bills import months_open
from carbon_points.selectors.catalogue import action_named, tile_of
from carbon_points.selectors.family import people_to_record_for
from carbon_points.selectors.log_sheet import days, with_choices
from core import clock


def evidence_sheet(user: User | None, code: str, kind: str, sent: Mapping[str, Any]) -> dict[str, Any]:
    """What the sheet of an action shows; `sent` keeps what a refused form held.

    Raises NotFound, ActionClosed, and EvidenceRefused when the action takes no such proof.
    """
    tile = tile_of(user, code)
    if tile.proof != kind:
        raise EvidenceRefused("这项行动不能用这种方式记录，请看“怎么算的”里的凭证要求。")
    today = clock.today()
    return {
        "chosen": with_choices(tile, sent),
        "people": people_to_record_for(user, picked=str(sent.get("for_person", ""))),
        "evidence_note": action_named(code).evidence_note,
        "days": days(today, str(sent.get("done_on", ""))),
        "months": [
            {
                "value": month.isoformat(),
                "label": f"{month.year}年{month.month}月",
                "checked": str(sent.get("month", "")) == month.isoformat()
                or (not number and "month" not in sent),
            }
            for number, month in enumerate(months_open(today))
        ],
    }
