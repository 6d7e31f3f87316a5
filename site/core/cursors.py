"""Lists of the API, page by page: after the last row seen, because an offset would slow with its depth."""

from collections.abc import Sequence
from typing import Annotated, TypeVar

from django.db.models import Model, QuerySet
from ninja import Path, Query

from core.converters import LARGEST_ID

RowNumber = Annotated[int, Path(ge=1, le=LARGEST_ID)]
Cursor = Annotated[int | None, Query(ge=1, le=LARGEST_ID, description="上一页给出的 next_cursor")]
Limit = Annotated[int, Query(ge=1, le=100, description="一页多少条")]
Row = TypeVar("Row", bound=Model)


def page_before(rows: QuerySet[Row], cursor: int | None, limit: int) -> tuple[Sequence[Row], int | None]:
    """Rows before the cursor, and the cursor that follows. The rows are ordered by falling primary key."""
    if cursor is not None:
        rows = rows.filter(pk__lt=cursor)
    found = list(rows[: limit + 1])
    return found[:limit], found[limit - 1].pk if len(found) > limit else None
