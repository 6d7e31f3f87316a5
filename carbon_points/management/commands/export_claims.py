"""Writes the register of claims as CSV, for an auditor or another platform."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from carbon_points.selectors.claims import claim_lines


class Command(BaseCommand):
    """export_claims FILE"""

    help = "Write every claim with its log: what was credited, by which source, and what was released."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file is written anew."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, and say how many."""
        lines = 0
        try:
            # With a byte order mark, so that spreadsheets read Chinese.
            with options["file"].open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                for line in claim_lines():
                    writer.writerow(line)
                    lines += 1
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from None
        self.stdout.write(f"已导出{lines - 1}条。")
