"""Publish the official text of the plan from a .txt or .docx file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from content.plan import ImportRefused
from content.services.plan_import import ImportReport, import_plan

COUNTS = {
    "chapters": "章",
    "actions": "项行动",
    "tasks": "项任务",
    "tasks_with_departments": "项任务有责任单位",
    "boxes": "个专栏",
    "items": "个专栏项目",
    "paragraphs": "个段落",
    "characters": "个字符",
}


class Command(BaseCommand):
    """Reads, checks and publishes; a second run says that nothing changed."""

    help = "导入实施方案原文（.txt 或 .docx），逐字发布，可重复执行。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and leave to publish a version that is much shorter."""
        parser.add_argument("file", type=Path, help="方案文件")
        parser.add_argument("--allow-shorter", action="store_true", help="允许新文件明显短于已发布的方案")

    def handle(self, *, file: Path, allow_shorter: bool, **options: Any) -> None:
        """Import, and print counts and changes. Any refusal leaves everything as it was (exit code 1)."""
        try:
            report = import_plan(path=file, allow_shorter=allow_shorter)
        except ImportRefused as refusal:
            raise CommandError(f"没有导入，一切保持原样。{refusal}") from refusal
        except OSError as problem:
            raise CommandError(f"没有导入，打不开文件 {file}：{problem.strerror}。") from problem
        self._print(report)

    def _print(self, report: ImportReport) -> None:
        self.stdout.write(f"《{report.title}》")
        self.stdout.write("，".join(f"{report.counts[key]} {name}" for key, name in COUNTS.items()) + "。")
        if report.skipped:
            self.stdout.write(f"略过 {report.skipped} 行页码、目录或页眉。")
        if not report.changed:
            self.stdout.write("内容与已发布的一致，没有变化。")
            return
        tree, text = report.tree, report.text
        self.stdout.write(
            f"段落：新增 {text.added}，修改 {text.changed}，删除 {text.removed}；"
            f"页面：新建 {len(tree.created)}，更新 {len(tree.changed)}，撤下 {len(tree.withdrawn)}；"
            f"责任单位变动 {report.duties_changed} 项。"
        )
        for title in tree.withdrawn:
            self.stdout.write(f"撤下页面“{title}”：文件中已没有，编辑写的内容保留在后台。")
        if not text.is_first:
            for line in text.lines:
                self.stdout.write(line)
