"""A chart that leaves the site takes its title, its moment and its sentences with it."""

from collections.abc import Sequence

from indicators.charts.shapes import TEXT, WIDTH, Drawing, Shape, rect, text, wrapped

_EDGE = 16.0
_TITLE = 16.0
_NOTE = 9.5


def framed(drawing: Drawing, *, title: str, notes: Sequence[str]) -> Drawing:
    """The drawing on paper with a heading above and notes below."""
    shapes: list[Shape] = []
    y = _EDGE
    for words in wrapped(title, WIDTH, _TITLE):
        y += _TITLE * 1.3
        shapes.append(text("text", 0, y, words, size=_TITLE))
    y += TEXT
    shapes += [shape.lower(y) for shape in drawing.shapes]
    y += drawing.height + _NOTE
    for note in notes:
        for words in wrapped(note, WIDTH, _NOTE):
            y += _NOTE * 1.45
            shapes.append(text("quiet", 0, y, words, size=_NOTE))
    height = round(y + _EDGE, 1)
    paper = rect("paper", -_EDGE, 0, WIDTH + 2 * _EDGE, height)
    return Drawing(WIDTH + 2 * _EDGE, height, (paper, *shapes), title)
