"""Seals every closed day of the ledger that is not sealed yet, or writes what one day was sealed from."""

from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.core.management import BaseCommand, CommandError

from carbon_points.rules.seals import line_of
from carbon_points.selectors import ledger
from carbon_points.selectors.transfers import transfers_of
from carbon_points.services.seals import seal_through
from core import clock
from core.refusals import Refused


class Command(BaseCommand):
    """seal_ledger [--day 2026-11-22 | --lines 2026-11-22]"""

    help = "Hash each closed day's transfers into the chain of seals. Run again, it changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--day for an earlier end than yesterday; --lines for an auditor."""
        one_of = parser.add_mutually_exclusive_group()
        one_of.add_argument(
            "--day", type=date.fromisoformat, help="last day to seal; yesterday when not given"
        )
        one_of.add_argument(
            "--lines",
            type=date.fromisoformat,
            help="seal nothing, write the hashed lines of this sealed day to standard output",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the new seals and the head of the chain, or the lines of one day."""
        if options["lines"]:
            self._write_lines(options["lines"])
            return
        last_day = options["day"] or clock.today() - timedelta(days=1)
        try:
            made = seal_through(last_day=last_day)
        except Refused as refusal:
            raise CommandError(refusal.message) from None
        for seal in made:
            self.stdout.write(f"{seal.day} {seal.count} transfers {seal.points} points {seal.hash}")
        head = ledger.head()
        self.stdout.write(f"Head: {head.day} {head.hash}" if head else "Nothing to seal yet.")

    def _write_lines(self, day: date) -> None:
        """The very bytes of `lines_hash`. For authorised people: the accounts are those of residents."""
        if ledger.seal_of(day) is None:
            raise CommandError(f"{day} is not sealed.")
        for transfer in transfers_of(day):
            self.stdout.write(line_of(transfer).decode(), ending="")
