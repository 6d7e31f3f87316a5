"""The content app."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    """What editors publish; reads every app below, imported by none."""

    name = "content"
    verbose_name = "内容"

    def ready(self) -> None:
        """Follow the steps of 三审, keep the titles of drafts out of lists, and tell the statistics."""
        from wagtail.models import Page  # noqa: PLC0415

        from content import (  # noqa: PLC0415
            receivers,  # noqa: F401
            statistics,
        )
        from content.review import guard  # noqa: PLC0415
        from content.review import receivers as review_receivers  # noqa: F401, PLC0415

        Page.get_admin_display_title = guard.admin_title
        statistics.register_all()
