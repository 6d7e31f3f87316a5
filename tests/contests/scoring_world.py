"""Marks for the rules of scoring, by hand and at random."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from campaigns.contests.rules.levels import Award
from campaigns.contests.rules.scoring import Judged, Outcome, Rubric, Sheet, outcomes

RUBRIC = Rubric(
    sections=(
        ("1", {"1.1": Decimal(60), "1.2": Decimal(30)}),
        ("2", {"2.1": Decimal(10)}),
    )
)
MOST = {key: most for _, lines in RUBRIC.sections for key, most in lines.items()}
AWARDS = (Award(order=1, at_least=Decimal(90), most=2), Award(order=2, at_least=Decimal(75)))


def sheet(juror: int, *points: object, vetoed: str = "") -> Sheet:
    """Points for the three lines."""
    given = {key: Decimal(str(value)) for key, value in zip(MOST, points, strict=True)}
    return Sheet(juror=juror, points=given, vetoed=frozenset([vetoed] if vetoed else []))


def of(score: object, juror: int = 1) -> Sheet:
    """A sheet of so many points of a hundred, as much of it as can be in the first line."""
    left, points = Decimal(str(score)), []
    for most in MOST.values():
        points.append(min(left, most))
        left -= points[-1]
    return sheet(juror, *points)


def judge(
    entries: Mapping[int, list[Sheet]], *, centred: bool = False, jurors: int = 3
) -> dict[int, Outcome]:
    """What they come to."""
    judged = [Judged(entry=entry, sheets=tuple(sheets)) for entry, sheets in entries.items()]
    return outcomes(judged, RUBRIC, AWARDS, jurors_per_entry=jurors, is_centred=centred)


def points_of(most: Decimal) -> "st.SearchStrategy[Decimal]":
    """As a juror can give them: to one decimal."""
    return st.integers(0, int(most) * 10).map(lambda tenths: Decimal(tenths) / 10)


@st.composite
def contests(draw: st.DrawFn, *, vetoes: bool = True) -> dict[int, list[Sheet]]:
    """Up to six entries, each judged by some of five jurors."""
    found: dict[int, list[Sheet]] = {}
    for entry in range(1, draw(st.integers(1, 6)) + 1):
        jurors = draw(st.lists(st.integers(1, 5), unique=True, max_size=4))
        found[entry] = [
            Sheet(
                juror=juror,
                points={key: draw(points_of(most)) for key, most in MOST.items()},
                vetoed=frozenset(["3"] if vetoes and draw(st.integers(0, 9)) == 0 else []),
            )
            for juror in jurors
        ]
    return found


def solved(matrix: list[list[Fraction]], right: list[Fraction]) -> list[Fraction]:
    """Gauss and Jordan with a search for the pivot; unknowns that nothing decides are 0."""
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    width, top, pivots = len(matrix[0]), 0, []
    for column in range(width):
        pivot = next((row for row in range(top, len(rows)) if rows[row][column]), None)
        if pivot is None:
            continue
        rows[top], rows[pivot] = rows[pivot], rows[top]
        rows[top] = [value / rows[top][column] for value in rows[top]]
        for row in range(len(rows)):
            if row != top and rows[row][column]:
                rows[row] = [a - rows[row][column] * b for a, b in zip(rows[row], rows[top], strict=True)]
        pivots.append(column)
        top += 1
    assert all(not line[width] for line in rows[top:]), "the equations contradict each other"
    found = [Fraction(0)] * width
    for row, column in enumerate(pivots):
        found[column] = rows[row][width]
    return found
