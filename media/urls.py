"""Addresses of the media app."""

from django.urls import path

from media import views

urlpatterns = [
    path("evidence/<str:token>/", views.evidence, name="evidence"),
]
