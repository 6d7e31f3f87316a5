"""The rows of standards are refused every change by the database."""

from campaigns.contests.models import Criterion, Standard
from core.immutable import Immutable

STANDARDS = Immutable(app="campaigns.contests", label="contests", models=[Standard, Criterion])
