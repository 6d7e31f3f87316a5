"""Writes the open data into a folder."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from indicators.services import export


class Command(BaseCommand):
    """export_open_data DIR."""

    help = "Write all public statistics as JSON and CSV, with a README and SHA256SUMS, into a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder; made when it is not there."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Write and say how many files."""
        files = export.export_open_data(folder)
        self.stdout.write(f"{len(files)} files in {folder}")
