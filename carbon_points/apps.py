"""The carbon points app."""

from importlib import import_module

from django.apps import AppConfig


class CarbonPointsConfig(AppConfig):
    """Catalogue, logs and ledger."""

    name = "carbon_points"
    verbose_name = "碳积分"

    def ready(self) -> None:
        """Guard the ledger around migrations; answer to what lower apps ask for by registry."""
        import_module("carbon_points.database.upkeep")
        import_module("carbon_points.pending")
        import_module("carbon_points.pending_rewards")
        import_module("carbon_points.me_page")
        import_module("carbon_points.me_page_rewards")
        import_module("carbon_points.services.rewards.erasure")
        import_module("carbon_points.erasing_desk")
        import_module("carbon_points.tasks_rewards")
        import_module("carbon_points.partner_receivers")
        import_module("carbon_points.receivers")
        import_module("carbon_points.habit_me_page")
        import_module("carbon_points.habit_receivers")
        import_module("carbon_points.checks")
