"""Addresses of organisations that record for others, and of the code that a resident shows."""

from django.urls import path

from carbon_points.views.desks import counters, overview, people, record
from core import converters as _converters

assert _converters.LARGEST_ID

urlpatterns = [
    path("me/code/", overview.my_code, name="own-code"),
    path("code/<str:code>/", overview.found_code, name="found-code"),
    path("organisations/<slug:code>/", overview.organisation, name="organisation"),
    path("org/", overview.desks, name="orgs"),
    path("org/<slug:code>/", overview.desk, name="org"),
    path("org/<slug:code>/record/", record.find, name="desk-find"),
    path("org/<slug:code>/record/<row:person_id>/", record.person, name="desk-person"),
    path("org/<slug:code>/logs/<row:log_id>/undo/", record.undo, name="org-undo"),
    path("org/<slug:code>/people/", people.people, name="desk-people"),
    path("org/<slug:code>/people/several/", people.several, name="desk-several"),
    path("org/<slug:code>/people/<row:person_id>/remove/", people.remove, name="desk-remove"),
    path("org/<slug:code>/counters/", counters.counters, name="counters"),
    path("org/<slug:code>/counters/<row:counter_id>/", counters.counter, name="counter"),
    path("org/<slug:code>/counters/<row:counter_id>/close/", counters.close, name="counter-close"),
    path("org/<slug:code>/entries/<row:entry_id>/", counters.decide, name="entry-decide"),
]
