"""Applying: the form, files, handing in."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
