"""The media app."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Pictures and papers of the editors."""

    name = "media"
    verbose_name = "图片与文档"
