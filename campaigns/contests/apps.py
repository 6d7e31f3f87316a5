"""The contests app: a room of its own inside campaigns."""

from importlib import import_module

from django.apps import AppConfig

# Modules that answer to apps below by a registry or a signal, and are imported by nobody else.
REGISTERED: tuple[str, ...] = (
    "exports",
    "exports_titles",
    "me_page",
    "me_titles",
    "pending_likes",
    "services.forgetting",
    "services.recheck_days",
    "services.title_forgetting",
    "tasks",
    "title_codes",
)


class ContestsConfig(AppConfig):
    """Standards, entries, judging, titles."""

    name = "campaigns.contests"
    label = "contests"
    verbose_name = "绿色创建评选"

    def ready(self) -> None:
        """Answer to what lower apps ask for by registry."""
        for module in REGISTERED:
            import_module(f"campaigns.contests.{module}")
