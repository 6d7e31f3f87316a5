"""The media app."""

from importlib import import_module

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Pictures and papers of the editors."""

    name = "media"
    verbose_name = "图片与文档"

    def ready(self) -> None:
        """Take part in erasing an account."""
        import_module("media.receivers")
