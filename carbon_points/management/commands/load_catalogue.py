"""Load the city's actions, methods and factors from its data files."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from carbon_points.services.catalogue import CatalogueRefused, load_catalogue


class Command(BaseCommand):
    """`load_catalogue [--dir FOLDER]`: all or nothing, and each problem with its line."""

    help = "Load actions.csv, methods.csv and factors.csv of the city; nothing is loaded if a line is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder is that of the city unless another is named."""
        parser.add_argument("--dir", type=Path, default=settings.CITY.folder)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what changed."""
        try:
            done = load_catalogue(folder=options["dir"])
        except CatalogueRefused as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(
            f"目录已导入：新增{done.added}行，更新{done.updated}行，停用{done.closed}行，未变{done.unchanged}行。"
        )
