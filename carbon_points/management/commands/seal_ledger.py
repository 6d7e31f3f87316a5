"""Seals every closed day of the ledger that is not sealed yet."""

from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.core.management import BaseCommand, CommandError

from carbon_points.selectors import ledger
from carbon_points.services.seals import seal_through
from core import clock
from core.refusals import Refused


class Command(BaseCommand):
    """seal_ledger [--day 2026-11-22]"""

    help = "Hash each closed day's transfers into the chain of seals. Run again, it changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--day for an earlier end than yesterday."""
        parser.add_argument(
            "--day", type=date.fromisoformat, help="last day to seal; yesterday when not given"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the new seals and the head of the chain."""
        last_day = options["day"] or clock.today() - timedelta(days=1)
        try:
            made = seal_through(last_day=last_day)
        except Refused as refusal:
            raise CommandError(refusal.message) from None
        for seal in made:
            self.stdout.write(f"{seal.day} {seal.count} transfers {seal.points} points {seal.hash}")
        head = ledger.head()
        self.stdout.write(f"Head: {head.day} {head.hash}" if head else "Nothing to seal yet.")
