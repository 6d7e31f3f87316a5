"""From a checked form or request to a submission: photos are stored first, outside of any transaction."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from accounts.models import User
from carbon_points.models import Submission
from carbon_points.pending.records import resident_for
from carbon_points.selectors.catalogue import action_named
from carbon_points.services.submissions import submit_bill, submit_photo
from media.services.evidence import store_evidence


def store_photos(user: User, photos: Iterable[bytes], kept: Sequence[int]) -> list[int]:
    """The numbers of the photos that came before and of these. Raises what media raises."""
    return [*kept, *(store_evidence(owner=user, data=data).pk for data in photos)]


def hand_in_photo(user: User, values: Mapping[str, Any]) -> Submission:
    """Submit the person's own deed, or that of somebody whom they keep; `kept` are numbers of photos."""
    return submit_photo(
        resident=resident_for(user, values.get("for_person", 0)),
        submitted_by=user,
        action=action_named(values["action"]),
        quantity=values["quantity"],
        done_on=values["done_on"],
        photo_ids=values["kept"],
        note=values["note"],
        request_key=values["request_key"],
    )


def hand_in_bill(user: User, values: Mapping[str, Any]) -> Submission:
    """Submit the bill of the person's household."""
    return submit_bill(
        resident=user,
        action=action_named(values["action"]),
        meter=values["meter"],
        month=values["month"],
        used=values["used"],
        used_last_year=values["used_last_year"],
        photo_ids=values["kept"],
        note=values["note"],
        request_key=values["request_key"],
    )
