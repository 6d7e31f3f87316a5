"""Addresses of campaigns; the campaigns' own pages are Wagtail's, below /campaigns/."""

from django.urls import URLPattern

app_name = "campaigns"

urlpatterns: list[URLPattern] = []
