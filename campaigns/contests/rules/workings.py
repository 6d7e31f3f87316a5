"""How a score came about, as plain data that is kept with it: no juror's name, and none can be guessed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from campaigns.contests.rules.rounding import on_paper
from campaigns.contests.rules.scoring import Outcome, Rubric, Sheet, enough_for

LETTERS = "甲乙丙丁戊己庚辛壬"


@dataclass(frozen=True, slots=True)
class Said:
    """A sheet with the words that stand in it: to lines, and to the whole."""

    sheet: Sheet
    comments: Mapping[str, str] = field(default_factory=dict)
    words: str = ""


def workings_of(
    outcome: Outcome,
    said: Iterable[Said],
    rubric: Rubric,
    *,
    jurors_per_entry: int,
    is_centred: bool,
    drawn: int,
) -> dict[str, Any]:
    """For one entry; `drawn` are the jurors who had it and did not stand back. Numbers are text, exact or of
    two decimals. Jurors stand from high to low, so that a letter says nothing about who it is."""
    words = {one.sheet.juror: one for one in said}
    sheets = sorted(
        (_sheet(words[worked.juror], worked.score, worked.severity) for worked in outcome.sheets),
        key=lambda one: (-Fraction(one["sum"]), list(one["points"].values()), list(one["comments"].items())),
    )
    return {
        "method": "centred" if is_centred else "plain",
        "needs": enough_for(jurors_per_entry),
        "drawn": drawn,
        "sheets": [
            {"juror": f"评委{letter}"} | sheet for letter, sheet in zip(LETTERS, sheets, strict=False)
        ],
        "sections": [
            {"key": key, "mean": str(mean)}
            for (key, _), mean in zip(rubric.sections, outcome.sections, strict=False)
        ],
    }


def _sheet(said: Said, score: Fraction, severity: Fraction) -> dict[str, Any]:
    points = {key: said.sheet.points[key] for key in sorted(said.sheet.points)}
    return {
        "points": {key: str(value) for key, value in points.items()},
        "comments": {key: said.comments[key] for key in sorted(said.comments)},
        "vetoed": sorted(said.sheet.vetoed),
        "words": said.words,
        "sum": str(sum(points.values())),
        "of_hundred": str(on_paper(score)),
        "adds": str(on_paper(severity)),
        "counts": str(on_paper(score - severity)),
    }
