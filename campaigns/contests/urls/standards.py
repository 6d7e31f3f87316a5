"""Standards, for everybody to read."""

from django.urls import URLPattern, path

from campaigns.contests.views import standards
from core import converters as _converters

# Named so that the import is seen to be needed: it makes <row:…> known.
assert _converters.LARGEST_ID

urlpatterns: list[URLPattern] = [
    path("contests/standards/", standards.all_standards, name="standards"),
    path("contests/standards/<row:standard_id>/", standards.one_standard, name="standard"),
]
