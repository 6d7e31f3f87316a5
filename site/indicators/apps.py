"""The indicators app."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Totals, open statistics and the live number."""

    name = "indicators"
    verbose_name = "统计"

    def ready(self) -> None:
        """Listen to what is logged, guard what is frozen, and offer the open data."""
        from indicators import frozen, receivers  # noqa: F401, PLC0415
        from indicators.open_datasets import register_own  # noqa: PLC0415
        from indicators.services.reports import open_rows  # noqa: PLC0415

        register_own()
        open_rows.register_own()
