"""Makes the totals again from the logs."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from indicators.services import rebuild

_MOST_LINES = 50


class Command(BaseCommand):
    """rebuild_statistics [--resident-block N]."""

    help = (
        "Recompute every total from the action logs and put right what differs; no reader sees it half done."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many residents are compared at a time."""
        parser.add_argument("--resident-block", type=int, default=10000)

    def handle(self, *args: Any, resident_block: int, **options: Any) -> None:
        """Print each difference that was found and mended."""
        differences = rebuild.rebuild_statistics(resident_block=resident_block)
        for difference in differences[:_MOST_LINES]:
            self.stdout.write(str(difference))
        if len(differences) > _MOST_LINES:
            self.stdout.write(f"… and {len(differences) - _MOST_LINES} more")
        self.stdout.write(f"{len(differences)} rows differed from the logs and were put right.")
