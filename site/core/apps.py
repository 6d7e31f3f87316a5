"""The core app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Lowest layer; knows no other app."""

    name = "core"
    verbose_name = "基础"
