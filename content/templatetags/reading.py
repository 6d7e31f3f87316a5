"""What templates of pages to read ask for: signatures, actions to record, ads, structured data."""

import json
from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User
from carbon_points.models import Action
from carbon_points.selectors.catalogue import Tile
from content.models import PublicServiceAd, ThemeDay
from content.review import signatures
from content.selectors.actions import tile_to_record
from content.selectors.ads import ad_in
from content.selectors.menu import ColumnLink, open_columns
from content.selectors.reading import Frame
from content.selectors.structured import structured_data
from content.selectors.theme_days import DayView
from content.selectors.theme_days import day_view as view_of_day
from core import clock

register = template.Library()

# As django.utils.html.json_script: nothing inside can end the element.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag
def signature_of(page: Any) -> signatures.Signature:
    """Who wrote and approved what is public of a page."""
    return signatures.signature(page)


@register.simple_tag(takes_context=True)
def tile_of_action(context: RequestContext, action: Action | None) -> Tile | None:
    """An action as the reader can record it now; None when there is none or it is closed."""
    request = context.get("request")
    user = getattr(request, "user", None)
    resident = user if isinstance(user, User) else None
    return tile_to_record(resident, action) if action else None


@register.simple_tag
def menu_columns() -> list[ColumnLink]:
    """The columns that have something to read."""
    return open_columns()


@register.simple_tag
def today() -> Any:
    """The day in the city."""
    return clock.today()


@register.simple_tag(takes_context=True)
def ad_for(context: RequestContext, slot: str) -> PublicServiceAd | None:
    """The ad that stands in a slot today; never in large print, nor when staff switched ads off."""
    if context.get("mode") == "care" or not context["facts"].shows_ads:
        return None
    return ad_in(slot)


@register.simple_tag
def day_view(record: ThemeDay) -> DayView:
    """A theme day as it stands in this year's calendar."""
    return view_of_day(record, clock.today().year)


@register.simple_tag(takes_context=True)
def structured(context: RequestContext, page: Any, frame: Frame) -> list[dict[str, Any]]:
    """The page as schema.org data; nothing in a preview without a request."""
    request = context.get("request")
    return structured_data(page, frame, request) if request is not None else []


@register.simple_tag
def json_ld(data: dict[str, Any]) -> SafeString:
    """Structured data for search engines; a data block, which browsers never run."""
    text = json.dumps({"@context": "https://schema.org"} | data, ensure_ascii=False).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))
