"""Answers that several parts of the API give."""

from django.http import HttpResponse

from carbon_points.schemas import records as schemas
from carbon_points.selectors.log_rows import LogRow

# How long anybody may keep open data, in seconds.
KEEP_SECONDS = 300


def open_to_all(response: HttpResponse) -> None:
    """Anybody's page may read open data, and keep it for a while."""
    response["Cache-Control"] = f"public, max-age={KEEP_SECONDS}"
    response["Access-Control-Allow-Origin"] = "*"


def log_out(row: LogRow) -> schemas.LogOut:
    """A record as the API shows it."""
    return schemas.LogOut(
        id=row.id,
        action=row.action.code,
        quantity=float(row.quantity),
        unit=row.unit,
        done_on=row.done_on,
        points=row.points,
        grams=row.milligrams / 1000,
        low_grams=row.low_mg / 1000,
        high_grams=row.high_mg / 1000,
        state=row.state,
        evidence=row.evidence,
        method_version=row.method_version,
        undo_until=row.undo_until,
    )
