"""Proves the ledger, or names every difference and exits with 1."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from carbon_points.services.verification import verify


class Command(BaseCommand):
    """verify_ledger [--json]"""

    help = "Recompute every balance, sequence, credit and seal; exit 1 and name each difference."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--json for machines."""
        parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the report."""
        report = verify()
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
        else:
            for difference in report.differences:
                self.stdout.write(str(difference))
            self.stdout.write(
                f"{report.logs} logs, {report.transfers} transfers, {report.accounts} accounts, "
                f"{report.seals} seals; "
                f"{report.points_issued} points issued, {report.points_held} held; "
                f"triggers version {report.triggers_version}"
            )
        if not report.is_proven:
            raise CommandError(f"The ledger differs in {len(report.differences)} places.", returncode=1)
        if not options["json"]:
            self.stdout.write("The ledger is proven.")
