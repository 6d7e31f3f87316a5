"""Addresses of what was published of closed stretches."""

from django.urls import path

from indicators.views import open_data, releases

urlpatterns = [
    path("open-data/", open_data.open_data, name="open-data"),
    path("stats/releases/", releases.releases, name="releases"),
    path("stats/releases/correct/", releases.correct, name="correct-release"),
]
