"""Addresses of the media app."""

from django.urls import path, re_path

from media import views

urlpatterns = [
    path("evidence/<str:token>/", views.evidence, name="evidence"),
    # Two folders and one level: no other file below the uploads is ever read from here.
    re_path(
        r"^uploads/(?P<name>(?:images|original_images)/[^/]+\.(?P<ending>jpg|jpeg|png|webp|avif))$",
        views.picture,
        name="picture",
    ),
]
