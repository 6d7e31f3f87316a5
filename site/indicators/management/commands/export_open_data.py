"""Writes the open data into a folder."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from indicators.services import export

_MOST_LINES = 20


class Command(BaseCommand):
    """export_open_data DIR."""

    help = (
        "Write all published statistics as CSV, JSON and XLSX, with a data package and check sums, into a "
        "folder. Ends with 1 and writes nothing when a small cell can be worked out."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder; made when it is not there."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Write and say how many files."""
        try:
            files = export.export_open_data(folder)
        except export.Derivable as found:
            for cell in found.findings[:_MOST_LINES]:
                self.stderr.write(" ".join(cell.values()))
            raise CommandError(f"{found}; nothing was written.", returncode=1) from None
        self.stdout.write(f"{len(files)} files in {folder}")
