"""Whoever runs a contest: screening, panel, visits."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
