"""Load the city's first pages from its data folder."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from content.seeds import SeedRefused
from content.services.seeds import load_content


class Command(BaseCommand):
    """Columns, guides, cases, theme days, help, ads; safe to repeat, never overwrites an editor."""

    help = "载入城市数据文件夹里的首批内容。默认为草稿，经三审后发布。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to publish without the three reviews."""
        parser.add_argument("--publish", action="store_true", help="直接发布（只用于演示和测试）")

    def handle(self, *, publish: bool, **options: Any) -> None:
        """Load, and print what was done unless verbosity is 0."""
        try:
            report = load_content(folder=settings.CITY.folder, publish=publish)
        except SeedRefused as refusal:
            raise CommandError(f"没有载入，一切保持原样。{refusal}") from refusal
        if options.get("verbosity", 1):
            self.stdout.write(
                f"内容：新建 {report.created} 篇，更新 {report.updated} 篇，发布 {report.published} 篇，"
                f"编辑改过而保留 {report.kept} 篇。"
            )
