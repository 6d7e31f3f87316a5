"""The content app."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    """What editors publish; reads every app below, imported by none."""

    name = "content"
    verbose_name = "内容"
