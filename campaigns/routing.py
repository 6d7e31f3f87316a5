"""Sockets of this app."""

from typing import Any

from django.urls import path

from campaigns.live import topic_of
from core.sockets.serving import Receive, Send, serve_topic


async def wall(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """The wall of one campaign."""
    campaign_id = scope["url_route"]["kwargs"]["campaign_id"]
    await serve_topic(topic_of(campaign_id), scope, receive, send)


# ASGI functions, not views.
websocket_urlpatterns = [path("ws/campaigns/<row:campaign_id>/", wall)]  # type: ignore[arg-type]
