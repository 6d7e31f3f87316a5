"""Proof of the ledger: every invariant recomputed from the rows, every difference named."""

from carbon_points.services.verification.difference import Difference
from carbon_points.services.verification.proof import Report, verify

__all__ = ["Difference", "Report", "verify"]
