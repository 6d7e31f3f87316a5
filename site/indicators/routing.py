"""Sockets of this app."""

from django.urls import path

from indicators.consumers import city_number

websocket_urlpatterns = [path("ws/city/", city_number)]  # type: ignore[arg-type]  # an ASGI function, not a view
