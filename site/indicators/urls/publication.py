"""Addresses of what was published of closed stretches."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
