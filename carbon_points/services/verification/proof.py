"""Runs all checks on one view of the database and collects what differs."""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connection

from carbon_points.database import triggers
from carbon_points.database.snapshot import snapshot
from carbon_points.database.upkeep import guard_problems
from carbon_points.services.verification.accounts import account_differences, totals
from carbon_points.services.verification.difference import Difference
from carbon_points.services.verification.evidence import evidence_differences
from carbon_points.services.verification.feed import feed_differences
from carbon_points.services.verification.gifts import gift_differences
from carbon_points.services.verification.grants import grant_differences
from carbon_points.services.verification.logs import log_differences
from carbon_points.services.verification.partners import partner_differences
from carbon_points.services.verification.rewards import reward_differences
from carbon_points.services.verification.transfers import Chain


@dataclass(slots=True)
class Report:
    """What was read and what differs; `differences` is empty when the ledger is proven."""

    accounts: int = 0
    transfers: int = 0
    logs: int = 0
    seals: int = 0
    points_issued: int = 0
    points_held: int = 0
    triggers_version: str = ""
    differences: list[Difference] = field(default_factory=list)

    @property
    def is_proven(self) -> bool:
        """No difference was found."""
        return not self.differences

    def as_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return asdict(self) | {"is_proven": self.is_proven}


def verify() -> Report:
    """Check R1 to R8 and R10 to R17 of docs/ledger.md. Reads only; others may write meanwhile."""
    report = Report(triggers_version=triggers.version(connection))
    with snapshot():
        report.differences += [Difference("R10", "guard", line) for line in guard_problems(connection)]
        report.accounts, report.points_held, report.points_issued = totals()
        if report.points_held != report.points_issued:
            report.differences.append(
                Difference(
                    "R3",
                    "ledger",
                    f"accounts hold {report.points_held} points, the issuer gave {report.points_issued}",
                )
            )
        report.differences += account_differences()
        chain = Chain()
        report.differences += chain.differences()
        report.transfers, report.seals = chain.transfers, chain.seals
        for logs, found in log_differences():
            report.logs += logs
            report.differences += found
        report.differences += reward_differences()
        report.differences += gift_differences()
        report.differences += feed_differences()
        report.differences += partner_differences()
        report.differences += grant_differences()
        report.differences += evidence_differences()
    return report
