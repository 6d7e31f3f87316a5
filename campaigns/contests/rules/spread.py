"""How far jurors are apart: for the chair's eyes, never part of a score."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from statistics import mean, median, pstdev

# A mark is far from the median of its entry: by itself, or against how the others lie together.
FAR, DEVIATIONS, NOTICEABLE = Decimal(15), 2, Decimal(5)
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Spread:
    """Of one entry, in points of a hundred; `outliers` are jurors."""

    low: Decimal
    high: Decimal
    median: Decimal
    mean: Decimal
    deviation: Decimal
    outliers: frozenset[int]

    @property
    def range(self) -> Decimal:
        """From the lowest to the highest."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Habit:
    """How one juror marks: the mean of all, and by how much above others who judged the same entries."""

    mean: Decimal
    against_others: Decimal | None

    @property
    def stricter(self) -> Decimal:
        """By how much below others; 0 for whoever is not."""
        return max(Decimal(0), -(self.against_others or Decimal(0)))


def of_a_hundred(points: Decimal, most: Decimal) -> Decimal:
    """Points as a part of a hundred, to a tenth."""
    return (points * 100 / most).quantize(TENTH) if most else Decimal(0)


def spread_of(marks: Mapping[int, Decimal]) -> Spread | None:
    """The spread of one entry; None without marks. `marks`: juror to points of a hundred.

    An outlier is more than 15 points from the median, or more than twice the standard deviation and more
    than 5 points: three jurors of whom two agree would else make an outlier of any third.
    """
    if not marks:
        return None
    values = list(marks.values())
    middle, deviation = median(values), pstdev(values)
    far = {
        juror
        for juror, value in marks.items()
        if abs(value - middle) > FAR
        or (abs(value - middle) > NOTICEABLE and abs(value - middle) > DEVIATIONS * deviation)
    }
    return Spread(
        low=min(values),
        high=max(values),
        median=middle.quantize(TENTH),
        mean=mean(values).quantize(TENTH),
        deviation=deviation.quantize(TENTH),
        outliers=frozenset(far),
    )


def habits_of(entries: Mapping[int, Mapping[int, Decimal]]) -> dict[int, Habit]:
    """How strict or lenient each juror is, from `entries`: entry to juror to points of a hundred."""
    given: dict[int, list[Decimal]] = {}
    above: dict[int, list[Decimal]] = {}
    for marks in entries.values():
        for juror, value in marks.items():
            given.setdefault(juror, []).append(value)
            others = [other for one, other in marks.items() if one != juror]
            if others:
                above.setdefault(juror, []).append(value - mean(others))
    return {
        juror: Habit(
            mean(values).quantize(TENTH), mean(above[juror]).quantize(TENTH) if juror in above else None
        )
        for juror, values in given.items()
    }
