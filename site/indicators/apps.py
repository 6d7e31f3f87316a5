"""The indicators app."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Totals, open statistics and the live number."""

    name = "indicators"
    verbose_name = "统计"

    def ready(self) -> None:
        """Listen to what is logged, and guard what is frozen."""
        from indicators import frozen, receivers  # noqa: F401, PLC0415
