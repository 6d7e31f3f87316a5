"""How a result came about, as its own people read it: line by line, without a juror's name."""

from dataclasses import dataclass
from typing import Any

from campaigns.contests.models import Criterion, Result


@dataclass(frozen=True, slots=True)
class Cell:
    """What one juror gave for a line, and said to it."""

    juror: str
    points: str
    comment: str
    is_vetoed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the standard with what jurors gave."""

    criterion: Criterion
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """All that the page shows of the workings."""

    sheets: tuple[dict[str, Any], ...]
    lines: tuple[Line, ...]
    remarks: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, str], ...]
    is_centred: bool
    needs: int
    drawn: int


def result_page(result: Result) -> Page:
    """In one query for the lines."""
    workings = result.workings
    criteria = list(result.entry.contest.standard.criteria.order_by("order"))
    sheets = tuple(workings["sheets"])
    names = {line.key: line.title for line in criteria}
    return Page(
        sheets=sheets,
        lines=tuple(
            Line(criterion=line, cells=tuple(_cell(sheet, line.key) for sheet in sheets))
            for line in criteria
            if _is_shown(line, sheets)
        ),
        remarks=tuple((sheet["juror"], sheet["words"]) for sheet in sheets if sheet["words"]),
        sections=tuple((names[one["key"]], one["mean"]) for one in workings["sections"]),
        is_centred=workings["method"] == "centred",
        needs=workings["needs"],
        drawn=workings["drawn"],
    )


def _is_shown(line: Criterion, sheets: tuple[dict[str, Any], ...]) -> bool:
    """Everything scored; of what rules out, only what somebody named."""
    return line.points is not None or any(line.key in sheet["vetoed"] for sheet in sheets)


def _cell(sheet: dict[str, Any], key: str) -> Cell:
    return Cell(
        juror=sheet["juror"],
        points=sheet["points"].get(key, ""),
        comment=sheet["comments"].get(key, ""),
        is_vetoed=key in sheet["vetoed"],
    )
