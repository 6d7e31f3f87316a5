"""Jurors, chairs, inspectors, and the desk that seats them."""

from django.urls import URLPattern, path

from campaigns.contests.views import chair, jury, panel, visits
from core import converters as _converters

assert _converters.LARGEST_ID

SHEET, ROUND, VISIT = "jury/<row:sheet_id>", "jury/<row:contest_id>", "jury/visits/<row:entry_id>"
PANEL = "contests/<row:contest_id>/desk/panel"

urlpatterns: list[URLPattern] = [
    path("jury/", jury.home, name="jury"),
    path(f"{SHEET}/", jury.sheet, name="jury-sheet"),
    path(f"{SHEET}/save/", jury.save, name="jury-save"),
    path(f"{SHEET}/lock/", jury.lock, name="jury-lock"),
    path(f"{SHEET}/recuse/", jury.recuse, name="jury-recuse"),
    path(f"{ROUND}/summary/", jury.summary, name="jury-summary"),
    path(f"{ROUND}/summary/lock/", jury.lock_all, name="jury-lock-all"),
    path(f"{ROUND}/conflicts/", panel.conflicts, name="jury-conflicts"),
    path(f"{ROUND}/conflicts/<row:conflict_id>/take-back/", panel.conflict_back, name="jury-conflict-back"),
    path(f"{ROUND}/chair/", chair.chair, name="jury-chair"),
    path(f"{ROUND}/chair/log/", chair.log, name="jury-log"),
    path(f"{ROUND}/chair/remind/", chair.remind, name="jury-remind"),
    path(f"{ROUND}/chair/<row:sheet_id>/reopen/", chair.reopen, name="jury-reopen"),
    path("jury/visits/", visits.places, name="jury-visits"),
    path(f"{VISIT}/", visits.visit, name="jury-visit"),
    path(f"{VISIT}/photos/", visits.photo, name="jury-visit-photo"),
    path(f"{VISIT}/photos/<row:file_id>/remove/", visits.photo_away, name="jury-visit-photo-away"),
    path(f"{PANEL}/", panel.panel, name="desk-panel"),
    path(f"{PANEL}/<row:member_id>/end/", panel.end, name="desk-panel-end"),
]
