"""Reports are refused every change by the database."""

from core.immutable import Immutable
from indicators.models import Report

REPORTS = Immutable(app="indicators", label="indicators", models=[Report])
