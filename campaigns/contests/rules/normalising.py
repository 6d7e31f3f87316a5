"""How lenient each juror is against the others, by least squares over the entries that they share.

A mark is taken as what the entry deserves plus what its juror is wont to add. Jurors who are joined by shared
entries, directly or over others, are compared with each other; within such a group the additions sum to zero.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from fractions import Fraction

# By entry and juror.
Marks = Mapping[tuple[int, int], Fraction]


def severities(marks: Marks) -> dict[int, Fraction]:
    """What to take off the marks of each juror, in points of a hundred; negative for strict ones."""
    found: dict[int, Fraction] = {}
    for group in groups(marks):
        found |= _of_group(group, marks)
    return found


def groups(marks: Marks) -> list[list[int]]:
    """Jurors who can be compared, each group in order."""
    panels = _panels(marks)
    joined: dict[int, set[int]] = {juror: {juror} for _, juror in marks}
    for panel in panels.values():
        whole = set[int]().union(*(joined[juror] for juror in panel))
        for juror in whole:
            joined[juror] = whole
    return sorted({min(group): sorted(group) for group in joined.values()}.values())


def _panels(marks: Marks) -> dict[int, list[int]]:
    """Who judged each entry."""
    panels: dict[int, list[int]] = defaultdict(list)
    for entry, juror in sorted(marks):
        panels[entry].append(juror)
    return panels


def _of_group(group: Collection[int], marks: Marks) -> dict[int, Fraction]:
    """The normal equations of a group, after the entries have been eliminated."""
    place = {juror: number for number, juror in enumerate(group)}
    # Ones everywhere stand for "the sum is zero"; they make the matrix positive definite, no more.
    matrix = [[Fraction(1)] * len(place) for _ in place]
    right = [Fraction(0)] * len(place)
    for entry, panel in _panels(marks).items():
        if panel[0] not in place:
            continue
        size = len(panel)
        mean = sum((marks[entry, juror] for juror in panel), Fraction(0)) / size
        for juror in panel:
            row = place[juror]
            matrix[row][row] += 1
            right[row] += marks[entry, juror] - mean
            for other in panel:
                matrix[row][place[other]] -= Fraction(1, size)
    return dict(zip(group, _solved(matrix, right), strict=True))


def _solved(matrix: list[list[Fraction]], right: list[Fraction]) -> list[Fraction]:
    """Gauss's elimination; a positive definite matrix needs no pivoting."""
    size = len(right)
    for step in range(size):
        for row in range(step + 1, size):
            share = matrix[row][step] / matrix[step][step]
            if share:
                for column in range(step, size):
                    matrix[row][column] -= share * matrix[step][column]
                right[row] -= share * right[step]
    found = [Fraction(0)] * size
    for row in reversed(range(size)):
        known = sum((matrix[row][column] * found[column] for column in range(row + 1, size)), Fraction(0))
        found[row] = (right[row] - known) / matrix[row][row]
    return found
