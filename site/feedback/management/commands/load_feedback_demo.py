"""Demo tickets."""

from typing import Any

from django.core.management.base import BaseCommand

from core import clock
from feedback import demo


class Command(BaseCommand):
    """Load them; calling it again adds nothing."""

    help = "Loads made-up complaints and suggestions, with staff who answer them."

    def handle(self, **options: Any) -> None:
        """Do it, and say how many."""
        self.stdout.write(f"投诉建议示例：新增 {demo.load(now=clock.now())} 件。")
