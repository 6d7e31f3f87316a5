"""Addresses of records, points and methods."""

from django.urls import path

from carbon_points.views import family, methods, places, points, record, seals
from core import converters as _converters

app_name = "carbon_points"
# Named so that the import is seen to be needed: it makes <row:…> known.
assert _converters.LARGEST_ID

urlpatterns = [
    path("log/", record.log, name="log"),
    path("log/quick/", record.quick_log, name="quick-log"),
    path("me/points/", points.points, name="points"),
    path("me/logs/<row:log_id>/undo/", points.undo_log, name="undo-log"),
    path("me/family/record/", family.family_records, name="family-records"),
    path("me/family/<row:person_id>/points/", points.family_points, name="family-points"),
    path("q/<str:code>/", places.place, name="place"),
    path("q/<str:code>/screen/<str:signature>/", places.screen, name="place-screen"),
    path("seals/", seals.seals, name="seals"),
    path("methods/", methods.methods, name="methods"),
    path("methods/<str:code>/", methods.method, name="method"),
]
