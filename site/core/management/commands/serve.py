"""One command that runs everything: set up the database, jobs, pages, API and sockets in one process."""

import time
from argparse import ArgumentParser
from typing import Any

import uvicorn
from django.conf import settings
from django.core.checks import Tags
from django.core.management import call_command
from django.core.management.base import BaseCommand

from core import jobs


class Command(BaseCommand):
    """Migrate, load data once, then serve until stopped."""

    help = "Runs the whole site in one process."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Port and whether demo data are loaded."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--no-demo", action="store_true", help="do not load demo accounts and logs")

    def handle(self, *, port: int, host: str, no_demo: bool, **options: Any) -> None:
        """Serve."""
        started = time.monotonic()
        self.stdout.write("正在准备数据库……")
        self.stdout.flush()
        call_command("migrate", verbosity=0, interactive=False)
        # Stops here, with a line for each, when the database lacks what guards the data.
        self.check(tags=[Tags.database], databases=["default"])
        call_command("load_city", verbosity=0)
        if settings.DEMO and not no_demo:
            call_command("load_demo", stdout=self.stdout)
            call_command("load_feedback_demo", stdout=self.stdout)
        stop = jobs.start()
        seconds = time.monotonic() - started
        self.stdout.write(
            f"已就绪（{seconds:.1f} 秒）：http://localhost:{port}/  管理后台 /cms/  接口文档 /api/v1/docs"
        )
        self.stdout.flush()
        try:
            uvicorn.run(
                "config.hybrid:application",
                host=host,
                port=port,
                log_level="warning",
                access_log=False,
                timeout_graceful_shutdown=3,
                ws_max_size=4096,
            )
        finally:
            stop.set()
