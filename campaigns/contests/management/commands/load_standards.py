"""Load the city's standards of green creation from its data files."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaigns.contests.refusals.standards import StandardsRefused
from campaigns.contests.services.standards import load_standards


class Command(BaseCommand):
    """`load_standards [--dir FOLDER]`: all or nothing, and each problem with its file and line."""

    help = "Load standards/*.toml of the city; nothing is loaded if one is wrong. A city may have none."

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder is that of the city unless another is named."""
        parser.add_argument("--dir", type=Path, default=settings.CITY.folder / "standards")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what changed."""
        folder: Path = options["dir"]
        if folder != settings.CITY.folder / "standards" and not folder.is_dir():
            raise CommandError(f"没有文件夹 {folder}，请核对 --dir。")
        try:
            done = load_standards(folder=folder)
        except StandardsRefused as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(f"创建标准已载入：新增{done.added}个，未变{done.unchanged}个。")
