"""The content app."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    """What editors publish; reads every app below, imported by none."""

    name = "content"
    verbose_name = "内容"

    def ready(self) -> None:
        """Follow the steps of 三审."""
        from content.review import receivers  # noqa: F401, PLC0415
