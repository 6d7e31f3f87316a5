"""Addresses of records, points and methods."""

from django.urls import path

from carbon_points.urls import desks as urls_desks
from carbon_points.urls import habits as habit_urls
from carbon_points.urls.rewards import urlpatterns as rewards
from carbon_points.views import (
    evidence,
    family,
    grants,
    methods,
    partners,
    places,
    points,
    policies,
    record,
    seals,
    submissions,
)
from core import converters as _converters

app_name = "carbon_points"
# Named so that the import is seen to be needed: it makes <row:…> known.
assert _converters.LARGEST_ID

urlpatterns = [
    *rewards,
    path("log/", record.log, name="log"),
    path("log/quick/", record.quick_log, name="quick-log"),
    path("log/photo/", evidence.log_photo, name="log-photo"),
    path("log/bill/", evidence.log_bill, name="log-bill"),
    path("me/submissions/", submissions.submissions, name="submissions"),
    path("me/submissions/<row:submission_id>/", submissions.submission, name="submission"),
    path("me/submissions/<row:submission_id>/withdraw/", submissions.withdraw, name="withdraw"),
    path("me/submissions/<row:submission_id>/appeal/", submissions.appeal, name="appeal"),
    path("me/points/", points.points, name="points"),
    path("me/logs/<row:log_id>/undo/", points.undo_log, name="undo-log"),
    path("me/family/record/", family.family_records, name="family-records"),
    path("me/family/<row:person_id>/points/", points.family_points, name="family-points"),
    path("q/<str:code>/", places.place, name="place"),
    path("q/<str:code>/screen/<str:signature>/", places.screen, name="place-screen"),
    path("me/partners/", partners.partners, name="partners"),
    path("me/partners/<row:scope_id>/", partners.partner, name="partner"),
    path("me/partners/<row:scope_id>/end/", partners.end_partner, name="end-partner"),
    path("grants/", grants.grants, name="grants"),
    path("grants/<str:month>/", grants.month, name="grants-month"),
    path("rules/", policies.rules, name="rules"),
    path("seals/", seals.seals, name="seals"),
    path("methods/", methods.methods, name="methods"),
    path("methods/<str:code>/", methods.method, name="method"),
    *habit_urls.urlpatterns,
    *urls_desks.urlpatterns,
]
