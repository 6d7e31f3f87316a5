"""The carbon points app."""

from importlib import import_module

from django.apps import AppConfig

# Modules that answer to apps below by a registry or a signal, and are imported by nobody else.
REGISTERED = (
    *("database.upkeep", "checks", "tasks"),
    *("pending.records", "pending.rewards"),
    *("me_pages.points", "me_pages.rewards", "me_pages.habits"),
    *("receivers.submissions", "receivers.partners", "receivers.habits", "receivers.desks"),
    "receivers.exports",
    "services.rewards.erasure",
)


class CarbonPointsConfig(AppConfig):
    """Catalogue, logs and ledger."""

    name = "carbon_points"
    verbose_name = "碳积分"

    def ready(self) -> None:
        """Guard the ledger around migrations; answer to what lower apps ask for by registry."""
        for module in REGISTERED:
            import_module(f"carbon_points.{module}")
