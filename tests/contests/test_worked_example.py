"""The example of docs/contests_scoring.md, computed again from its own tables."""

import re
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from campaigns.contests.rules.levels import Award
from campaigns.contests.rules.scoring import Judged, Outcome, Sheet, outcomes
from tests.contests.scoring_world import RUBRIC

PAGE = Path(__file__).parents[2] / "docs" / "contests_scoring.md"
AWARDS = (Award(order=1, at_least=Decimal(90), most=1), Award(order=2, at_least=Decimal(75)))
LEVELS = {1: "示范", 2: "达标", None: "–"}


def tables(heading: str) -> list[list[dict[str, str]]]:
    """The tables below a heading, each as rows by the names of its columns."""
    text = PAGE.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    found = []
    for block in re.findall(r"(?:^\|.*\n?)+", text, re.MULTILINE):
        lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.strip().splitlines()]
        found.append([dict(zip(lines[0], line, strict=True)) for line in lines[2:]])
    return found


def judged() -> list[Judged]:
    """Entries with their sheets; jurors are numbered by their letters."""
    sheets: dict[str, list[Sheet]] = defaultdict(list)
    for row in tables("Marks")[0]:
        sheets[row["entry"]].append(
            Sheet(
                juror=ord(row["juror"]),
                points={key: Decimal(row[key]) for key in ("1.1", "1.2", "2.1")},
                vetoed=frozenset(row["veto"].split()),
            )
        )
    return [Judged(int(entry), tuple(rows)) for entry, rows in sheets.items()]


def work_out(centred: bool, awards: tuple[Award, ...] = AWARDS) -> dict[int, Outcome]:
    return outcomes(judged(), RUBRIC, awards, jurors_per_entry=3, is_centred=centred)


def on_the_page(one: Outcome) -> dict[str, str]:
    """A row as the page has it."""
    return {
        "entry": f"{one.entry:03}",
        "score": "–" if one.score is None else str(one.score),
        "section 1": str(one.sections[0]),
        "section 2": str(one.sections[1]),
        "rank": str(one.rank or "–"),
        "level": LEVELS[one.level],
    }


def test_the_marks_have_a_recusal_a_veto_and_sums_that_are_right():
    rows = tables("Marks")[0]

    assert all(sum(Decimal(row[key]) for key in ("1.1", "1.2", "2.1")) == Decimal(row["sum"]) for row in rows)
    assert [row["juror"] for row in rows if row["entry"] == "002"] == ["A", "B"]
    assert sum(row["veto"] == "3" for row in rows) == 2


@pytest.mark.parametrize(
    ("heading", "centred"), [("Plain mean", False), ("Corrected for strict and lenient jurors", True)]
)
def test_scores_ranks_and_levels_are_those_of_the_page(heading, centred):
    assert [on_the_page(one) for one in work_out(centred).values()] == tables(heading)[-1]


def test_what_each_juror_adds_is_that_of_the_page():
    on_page = {
        ord(row["juror"]): Fraction(row["adds"])
        for row in tables("Corrected for strict and lenient jurors")[0]
    }

    found = {
        sheet.juror: sheet.severity
        for one in work_out(centred=True).values()
        if one.score is not None
        for sheet in one.sheets
    }

    assert found == on_page


@pytest.mark.parametrize("centred", [False, True])
def test_the_one_place_goes_to_the_first_when_the_bar_is_lower(centred):
    found = work_out(centred, (replace(AWARDS[0], at_least=Decimal(85)), AWARDS[1]))

    assert {one.entry: LEVELS[one.level] for one in found.values()} == {
        1: "示范",
        2: "达标",
        3: "达标",
        4: "–",
    }


def test_two_for_one_place_both_get_the_next_award():
    rows = {one.entry: one for one in judged()}
    twins = [rows[1], replace(rows[1], entry=2), rows[3]]

    found = outcomes(
        twins,
        RUBRIC,
        (replace(AWARDS[0], at_least=Decimal(85)), AWARDS[1]),
        jurors_per_entry=3,
        is_centred=False,
    )

    assert [(one.rank, LEVELS[one.level]) for one in found.values()] == [
        (1, "达标"),
        (1, "达标"),
        (3, "达标"),
    ]
