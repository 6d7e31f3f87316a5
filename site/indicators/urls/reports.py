"""Addresses of the monthly and yearly reports."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
