"""The search app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Search across pages, the plan, actions and campaigns; the backend itself imports no other app."""

    name = "search"
    verbose_name = "搜索"

    def ready(self) -> None:
        """Listen to what is written all at once."""
        from search import receivers  # noqa: F401, PLC0415
