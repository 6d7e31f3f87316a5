"""Addresses of the participation indicators."""

from django.urls import path

from indicators.views import participation

urlpatterns = [
    path("indicators/p/<slug:code>/", participation.participation_indicator, name="participation-indicator"),
]
