"""The code of a titled shop or restaurant, which residents scan for points, within all caps."""

from campaigns.contests.models import Title
from campaigns.contests.models.standards import Kind
from carbon_points.models import Action, Place
from carbon_points.refusals.desks import PlaceUnfit
from carbon_points.services.places import save_place

SCANNED = (Kind.SHOP, Kind.RESTAURANT)
A_DAY = 1


def make_code(*, title: Title, action: Action | None) -> Place | None:
    """A code for as long as the title holds; None where nobody scans, and for an action that no code can
    stand for (any more): the title is given all the same."""
    if action is None or title.kind not in SCANNED:
        return None
    place = Place(
        name=title.name,
        kind=Place.Kind.STATIC,
        action=action,
        quantity=1,
        area_id=title.area_id,
        organisation_id=title.organisation_id,
        daily_limit=A_DAY,
        valid_from=title.valid_from,
        valid_to=title.valid_until,
    )
    try:
        return save_place(place=place)
    except PlaceUnfit:
        return None
