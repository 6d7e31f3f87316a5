"""Columns over time, with a dashed line for another stretch of the same steps."""

from collections.abc import Sequence

from indicators.charts import scale
from indicators.charts.model import Point
from indicators.charts.shapes import TEXT, WIDTH, Drawing, Shape, breadth, cut, line, rect, text

_PLOT = 150.0
_GAP = 6.0


def trend(
    points: Sequence[Point],
    *,
    name: str,
    other: Sequence[Point] = (),
    other_name: str = "",
    label: str = "",
    size: float = TEXT,
) -> Drawing | None:
    """Columns from zero; None when there is nothing to draw. `other` is laid over it step by step."""
    known = [point.value for point in (*points, *other) if point.value is not None]
    if not points or not known:
        return None
    marks = scale.ticks(max(known))
    left = max(breadth(scale.shown(mark), size) for mark in marks) + _GAP
    has_other = any(point.value is not None for point in other)
    legend = _legend(name, other_name if has_other else "", size)
    top = size * 1.7 * len({shape.y for shape in legend if shape.kind == "text"}) + size
    foot = top + _PLOT

    def height(value: float) -> float:
        return _PLOT * value / marks[-1]

    step = (WIDTH - left) / len(points)
    shapes = [*legend]
    for mark in marks:
        y = foot - height(mark)
        shapes.append(line("grid" if mark else "axis", left, y, WIDTH, y))
        shapes.append(text("quiet", left - _GAP, y + size * 0.35, scale.shown(mark), anchor="end", size=size))
    for number, point in enumerate(points):
        x = left + step * number
        shapes += _column(point, x, step, foot, height(point.value) if point.value else 0)
    shapes += _labels(points, left, step, foot + size * 1.4, size)
    if has_other:
        shapes += _line(
            other[: len(points)], left + step / 2, step, foot, [height(p.value or 0) for p in other]
        )
    return Drawing(WIDTH, round(foot + size * 2, 1), tuple(shapes), label or name)


def _column(point: Point, x: float, step: float, foot: float, height: float) -> list[Shape]:
    width = min(step * 0.72, 44)
    hint = f"{point.label}：{point.shown}"
    if point.value is None:
        # Not published is a hollow foot, never an empty place that would read as zero.
        return [rect("axis", x + (step - width) / 2, foot - 4, width, 4, pattern="hollow", hint=hint)]
    return [rect("bar", x + (step - width) / 2, foot - height, width, height, hint=hint)]


def _labels(points: Sequence[Point], left: float, step: float, y: float, size: float) -> list[Shape]:
    """As many as there is room for, the first always among them."""
    widest = max(breadth(point.label, size) for point in points) + size * 0.6
    every = max(1, -int(-widest // step))
    shapes = []
    for number in range(0, len(points), every):
        words = cut(points[number].label, WIDTH - left, size)
        half = breadth(words, size) / 2
        x = min(max(left + step * (number + 0.5), half), WIDTH - half)
        shapes.append(text("quiet", x, y, words, anchor="middle", size=size))
    return shapes


def _line(
    other: Sequence[Point], first: float, step: float, foot: float, heights: Sequence[float]
) -> list[Shape]:
    """Dashed and dotted, broken where a step is not published."""
    shapes: list[Shape] = []
    dots: list[Shape] = []
    run: list[tuple[float, float]] = []
    for number, point in enumerate(other):
        place = (first + step * number, foot - heights[number])
        if point.value is None:
            shapes += _run(run)
            run = []
            continue
        run.append(place)
        dots.append(Shape("dot", "other", place[0], place[1], 2.2, hint=f"{point.label}：{point.shown}"))
    return shapes + _run(run) + dots


def _run(places: list[tuple[float, float]]) -> list[Shape]:
    if len(places) < 2:
        return []
    # A band of paper under it keeps the line apart from the columns.
    band = Shape("band", "paper", points=tuple(places))
    return [band, Shape("polyline", "other", points=tuple(places))]


def _legend(name: str, other_name: str, size: float) -> list[Shape]:
    """What the columns and the line are; below each other where a phone is too narrow."""
    y = size
    shapes = [rect("bar", 0, y - size * 0.8, size, size * 0.8), text("text", size * 1.4, y, name, size=size)]
    if not other_name:
        return shapes
    x = size * 1.4 + breadth(name, size) + size
    if x + size * 2 + breadth(other_name, size) > WIDTH:
        x, y = 0, y + size * 1.7
    middle = y - size * 0.35
    shapes.append(Shape("polyline", "other", points=((x, middle), (x + size * 1.6, middle))))
    words = cut(other_name, WIDTH - x - size * 2, size)
    return [*shapes, text("text", x + size * 2, y, words, size=size)]
