"""Addresses of contests, subject by subject."""

from django.urls import URLPattern

from campaigns.contests.urls import awards, calling_off, desk, entries, judging, likes, results, standards

app_name = "contests"

urlpatterns: list[URLPattern] = [
    *entries.urlpatterns,
    *desk.urlpatterns,
    *calling_off.urlpatterns,
    *judging.urlpatterns,
    *awards.urlpatterns,
    *likes.urlpatterns,
    *standards.urlpatterns,
    *results.urlpatterns,
]
