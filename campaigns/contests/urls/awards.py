"""Notice, objections, titles, re-checks."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
