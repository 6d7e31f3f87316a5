"""Titles: the register, verification, papers, re-checks."""

from django.urls import URLPattern, path

from campaigns.contests.views import rechecks, titles
from core import converters as _converters

# Named so that the import is seen to be needed: it makes <row:…> known.
assert _converters.LARGEST_ID

MINE = "contests/titles/<row:title_id>"
DESK = "contests/<row:contest_id>/desk"

urlpatterns: list[URLPattern] = [
    path("titles/", titles.all_titles, name="titles"),
    path("titles.csv", titles.file, name="titles-file"),
    path("titles/<str:code>/", titles.verify, name="title"),
    path("me/titles/", titles.mine, name="my-titles"),
    path(f"{MINE}/", titles.one, name="my-title"),
    path(f"{MINE}/certificate.png", titles.certificate, name="title-certificate"),
    path(f"{MINE}/plaque.png", titles.plaque, name="title-plaque"),
    path(f"{MINE}/print/<slug:paper>/", titles.print_page, name="title-print"),
    path(f"{MINE}/sheet/", titles.sheet, name="title-sheet"),
    path(f"{MINE}/recheck/", rechecks.recheck, name="recheck"),
    path(f"{MINE}/recheck/photos/", rechecks.add_photo, name="recheck-photo-add"),
    path(f"{MINE}/recheck/photos/<row:file_id>.jpg", rechecks.photo, name="recheck-photo"),
    path(f"{MINE}/recheck/photos/<row:file_id>/remove/", rechecks.remove_photo, name="recheck-photo-remove"),
    path(f"{DESK}/rechecks/", rechecks.desk, name="desk-rechecks"),
    path(f"{DESK}/rechecks/<row:recheck_id>/", rechecks.decide, name="desk-recheck"),
    path(f"{DESK}/titles/", rechecks.desk_titles, name="desk-titles"),
    path(f"{DESK}/titles/<row:title_id>/withdraw/", rechecks.take_away, name="title-withdraw"),
]
