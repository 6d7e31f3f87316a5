"""Bars that lie, each under its name: long names have the whole width."""

from collections.abc import Sequence

from indicators.charts.model import Bar
from indicators.charts.shapes import TEXT, WIDTH, Drawing, Shape, breadth, cut, rect, text

_THICK = 10.0


def bars(rows: Sequence[Bar], *, label: str = "", size: float = TEXT) -> Drawing | None:
    """From zero to the longest; None when nothing may be shown."""
    if all(row.value is None for row in rows):
        return None
    most = max(row.value or 0 for row in rows) or 1
    height = size * 1.5 + _THICK + size
    shapes: list[Shape] = []
    for number, row in enumerate(rows):
        y = height * number + size
        room = WIDTH - breadth(row.shown, size) - size
        shapes.append(text("text", 0, y, cut(row.label, room, size), size=size))
        shapes.append(text("quiet", WIDTH, y, row.shown, anchor="end", size=size))
        top = y + size * 0.45
        if row.value is None:
            shapes.append(
                rect("axis", 0, top, WIDTH, _THICK, pattern="hollow", hint=f"{row.label}：{row.shown}")
            )
            continue
        shapes.append(rect("grid", 0, top, WIDTH, _THICK))
        wide = WIDTH * row.value / most
        shapes.append(
            rect("bar", 0, top, max(wide, 2) if row.value else 0, _THICK, hint=f"{row.label}：{row.shown}")
        )
    return Drawing(WIDTH, round(height * len(rows), 1), tuple(shapes), label)
