"""Load the plan in our own words from the city's data folder."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from content.plan import ImportRefused
from content.services.plan_edition import load_plan_edition


class Command(BaseCommand):
    """Explanations, figures, departments and indicators; safe to repeat, never overwrites an editor."""

    help = "载入方案解读（plan.json）和方案指标（plan_indicators.csv）。"

    def handle(self, **options: Any) -> None:
        """Load, and print what was done unless verbosity is 0."""
        try:
            report = load_plan_edition(folder=settings.CITY.folder)
        except ImportRefused as refusal:
            raise CommandError(f"没有载入解读，一切保持原样。{refusal}") from refusal
        if options.get("verbosity", 1):
            self.stdout.write(
                f"解读：新建 {report.created} 页，更新 {report.updated} 页，"
                f"编辑改过而保留 {report.kept} 页；指标 {report.indicators} 个。"
            )
