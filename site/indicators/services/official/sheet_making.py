"""The spreadsheet to fill in, or filled with what stands."""

from accounts.models import User
from core.spreadsheets import xlsx
from indicators.models import PlanIndicator
from indicators.selectors.official import indicators_of, with_official
from indicators.services.official.sheet_reading import HEAD

WIDTHS = (10, 34, 12, 12, 12, 14, 13, 36, 22, 30, 30)


def template_xlsx(*, by: User, is_filled: bool = False) -> bytes:
    """Every indicator that somebody may enter; filled, the columns of the entry hold what stands."""
    rows = with_official(indicators_of(by))
    return xlsx("官方数值", [HEAD, *(_cells(row, is_filled) for row in rows)], widths=WIDTHS)


def _cells(row: PlanIndicator, is_filled: bool) -> list[object]:
    official = row.official
    target = f"{row.shown_value} {row.target_year or ''}".strip() if row.kind != row.Kind.BASELINE else ""
    head: list[object] = [row.code, row.name, row.unit, target, official.value if official else None]
    if official is None or not is_filled:
        return [*head, *[None] * 6]
    return [
        *head,
        official.value,
        official.as_of,
        official.document_title,
        official.document_number or None,
        official.document_url or None,
        official.note or None,
    ]
