"""From marks to scores. Exact until the end: fractions inside, decimals of two places on paper."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from campaigns.contests.rules.levels import Award, awards_of
from campaigns.contests.rules.normalising import severities
from campaigns.contests.rules.rounding import on_paper
from campaigns.contests.rules.ties import ranks

HUNDRED = Fraction(100)
# An entry for which several jurors are drawn is not scored by one alone.
ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Rubric:
    """The lines that are scored, with the most that each can get, section by section in their order."""

    sections: tuple[tuple[str, Mapping[str, Decimal]], ...]

    @property
    def total(self) -> Fraction:
        """The most that a sheet can get."""
        return sum((Fraction(most) for _, lines in self.sections for most in lines.values()), Fraction(0))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The locked marks of one juror for one entry, and the lines that rule it out."""

    juror: int
    points: Mapping[str, Decimal]
    vetoed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Judged:
    """One entry with its locked sheets, in any order."""

    entry: int
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class Worked:
    """What a sheet came to: of a hundred, how lenient its juror is (0 without correction), and after that."""

    juror: int
    score: Fraction
    severity: Fraction

    @property
    def corrected(self) -> Fraction:
        """The mark that counts; it may lie outside 0 to 100."""
        return self.score - self.severity


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an entry came to. Without a score it has neither a rank nor a level."""

    entry: int
    score: Decimal | None
    rank: int | None
    level: int | None
    is_vetoed: bool
    # The mean of the points of each section, which decides between equal scores.
    sections: tuple[Decimal, ...]
    sheets: tuple[Worked, ...]


def enough_for(jurors_per_entry: int) -> int:
    """How many locked sheets an entry needs for a score."""
    return ENOUGH if jurors_per_entry >= ENOUGH else 1


def is_ruled_out(sheets: Sequence[Sheet]) -> bool:
    """At least half of the sheets name something that rules the entry out."""
    vetoes = sum(bool(sheet.vetoed) for sheet in sheets)
    return vetoes > 0 and 2 * vetoes >= len(sheets)


def outcomes(
    judged: Iterable[Judged],
    rubric: Rubric,
    awards: Sequence[Award],
    *,
    jurors_per_entry: int,
    is_centred: bool,
) -> dict[int, Outcome]:
    """What every entry came to, by its number. Raises KeyError when a sheet leaves out a line."""
    entries = sorted(judged, key=lambda one: one.entry)
    enough = enough_for(jurors_per_entry)
    scored = [one for one in entries if len(one.sheets) >= enough and not is_ruled_out(one.sheets)]
    marks = {(one.entry, sheet.juror): of_hundred(sheet, rubric) for one in scored for sheet in one.sheets}
    lenience = severities(marks) if is_centred else {}
    worked = {one.entry: _worked(one, rubric, lenience) for one in entries}
    scores = {one.entry: _score(worked[one.entry]) for one in scored}
    sections = {one.entry: _sections(one, rubric) for one in entries}
    places = ranks({entry: (score, *sections[entry]) for entry, score in scores.items()})
    levels = awards_of(scores, places, awards)
    return {
        one.entry: Outcome(
            entry=one.entry,
            score=scores.get(one.entry),
            rank=places.get(one.entry),
            level=levels.get(one.entry),
            is_vetoed=is_ruled_out(one.sheets),
            sections=sections[one.entry],
            sheets=worked[one.entry],
        )
        for one in entries
    }


def of_hundred(sheet: Sheet, rubric: Rubric) -> Fraction:
    """The points of a sheet as a part of a hundred. Raises KeyError when a line is missing."""
    points = (Fraction(sheet.points[key]) for _, lines in rubric.sections for key in lines)
    return sum(points, Fraction(0)) * HUNDRED / rubric.total


def _worked(one: Judged, rubric: Rubric, lenience: Mapping[int, Fraction]) -> tuple[Worked, ...]:
    return tuple(
        Worked(
            juror=sheet.juror,
            score=of_hundred(sheet, rubric),
            severity=lenience.get(sheet.juror, Fraction(0)),
        )
        for sheet in sorted(one.sheets, key=lambda sheet: sheet.juror)
    )


def _score(sheets: Sequence[Worked]) -> Decimal:
    mean = sum((sheet.corrected for sheet in sheets), Fraction(0)) / len(sheets)
    return on_paper(min(max(mean, Fraction(0)), HUNDRED))


def _sections(one: Judged, rubric: Rubric) -> tuple[Decimal, ...]:
    """The mean points of each section as they were given, without correction."""
    if not one.sheets:
        return ()
    return tuple(
        on_paper(
            sum((Fraction(sheet.points[key]) for sheet in one.sheets for key in lines), Fraction(0))
            / len(one.sheets)
        )
        for _, lines in rubric.sections
    )
