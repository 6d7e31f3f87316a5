"""Addresses of files for people's calendars."""

from django.urls import path

from campaigns.views import calendars
from core import converters as _converters

# Named so that the import is seen to be needed: it makes <row:…> known.
assert _converters.LARGEST_ID

urlpatterns = [
    path("signup/<row:session_id>/event.ics", calendars.session_file, name="calendar"),
    path("me/campaigns/<row:registration_id>/event.ics", calendars.my_file, name="my-calendar"),
]
