"""Answers that several parts of the API give."""

from carbon_points.schemas import records as schemas
from carbon_points.selectors.log_rows import LogRow


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
