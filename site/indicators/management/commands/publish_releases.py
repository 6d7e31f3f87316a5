"""Publishes what is due, or corrects one release."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from indicators.models import Release
from indicators.services.publication import correct, publish_releases


class Command(BaseCommand):
    """publish_releases [--correct PERIOD START]."""

    help = "Publish every closed day, month and year that has not been published; or correct one of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which release is to be corrected."""
        parser.add_argument(
            "--correct", nargs=2, metavar=("PERIOD", "START"), help="day, month or year; its first day"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was made; a stopped release is named as such."""
        if asked := options["correct"]:
            corrected = correct(period=asked[0], start=date.fromisoformat(asked[1]))
            made: list[Release] = [corrected] if corrected else []
        else:
            made = publish_releases()
        for release in made:
            self.stdout.write(str(release))
        self.stdout.write(f"{len(made)} releases made")
