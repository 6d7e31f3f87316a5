"""Calling a contest off."""

from django.urls import URLPattern, path

from campaigns.contests.views import calling_off
from core import converters as _converters

# Named so that the import is seen to be needed: it makes <row:…> known.
assert _converters.LARGEST_ID

urlpatterns: list[URLPattern] = [
    path("contests/<row:contest_id>/desk/cancel/", calling_off.call_off, name="cancel"),
]
