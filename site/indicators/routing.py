"""Sockets of this app."""

from functools import partial

from django.urls import path

from core.sockets.hub import Topic
from core.sockets.serving import serve_topic
from indicators.live import GROUP
from indicators.selectors.city import live_message

# The city's number, when a window opens and at each change.
CITY = Topic(GROUP, live_message)

# An ASGI function, not a view.
websocket_urlpatterns = [path("ws/city/", partial(serve_topic, CITY))]  # type: ignore[arg-type]
