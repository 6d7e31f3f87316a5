"""The link to a calendar's file, where the file can be taken."""

from typing import Any

from django import template

from campaigns.models import Registration, Session

register = template.Library()

# WeChat's own browser downloads nothing: a link there would be a dead end.
NO_DOWNLOADS = "micromessenger"


@register.inclusion_tag("campaigns/partials/calendar_link.html", takes_context=True)
def calendar_link(
    context: dict[str, Any], session: Session, registration: Registration | None = None
) -> dict[str, object]:
    """添加到日历, of a session or of one's own registration for it; nothing in WeChat's browser."""
    request = context.get("request")
    browser = request.headers.get("User-Agent", "").lower() if request else ""
    return {"session": session, "registration": registration, "can_download": NO_DOWNLOADS not in browser}
