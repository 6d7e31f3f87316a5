"""Whoever runs a contest: screening, panel, visits."""

from django.urls import URLPattern, path

from campaigns.contests.views import desk, screening
from core import converters as _converters

assert _converters.LARGEST_ID

DESK = "contests/<row:contest_id>/desk"

urlpatterns: list[URLPattern] = [
    path(f"{DESK}/", desk.overview, name="desk"),
    path(f"{DESK}/entries/", desk.entries, name="desk-entries"),
    path(f"{DESK}/entries.xlsx", desk.entries_file, name="desk-entries-file"),
    path(f"{DESK}/entries/<row:entry_id>/", screening.entry, name="desk-entry"),
    path(f"{DESK}/say/", desk.say, name="desk-say"),
]
