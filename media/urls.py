"""Addresses of the media app."""

from django.urls import path

from media import views

urlpatterns = [
    path("evidence/<str:token>/", views.evidence, name="evidence"),
    # Two folders and one level: no other file below the uploads is ever read from here.
    path("uploads/images/<str:name>", views.picture, {"folder": "images"}),
    path("uploads/original_images/<str:name>", views.picture, {"folder": "original_images"}),
]
