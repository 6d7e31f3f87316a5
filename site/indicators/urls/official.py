"""Addresses of the desk of official values."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
