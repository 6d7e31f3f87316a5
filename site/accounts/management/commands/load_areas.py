"""Load the city's areas from areas.csv of its data folder."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.refusals import AreasRefused
from accounts.services.areas import load_areas


class Command(BaseCommand):
    """Writes areas in place; safe to repeat."""

    help = "Loads areas.csv of the city's data folder, or the file given."

    def add_arguments(self, parser: CommandParser) -> None:
        """An optional file."""
        parser.add_argument("file", nargs="?", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, or say which line is wrong."""
        try:
            count = load_areas(options["file"])
        except AreasRefused as refused:
            raise CommandError(refused.message) from None
        self.stdout.write(f"{count} areas")
