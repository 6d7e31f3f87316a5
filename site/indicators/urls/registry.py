"""Addresses of the registry of indicators."""

from django.urls import path

from indicators.views import registry

urlpatterns = [
    path("indicators/", registry.index, name="registry"),
    path("indicators/<str:code>/", registry.indicator, name="indicator"),
]
