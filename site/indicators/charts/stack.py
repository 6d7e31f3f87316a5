"""One bar cut into its parts, each with a pattern and its words: colour alone says nothing."""

from collections.abc import Sequence

from indicators.charts.model import Share
from indicators.charts.shapes import TEXT, WIDTH, Drawing, Shape, cut, rect, text

_THICK = 26.0


def stack(parts: Sequence[Share], *, label: str = "", size: float = TEXT) -> Drawing | None:
    """Parts of a hundred; None when there is nothing."""
    whole = sum(part.value for part in parts)
    if whole <= 0:
        return None
    shapes: list[Shape] = []
    x = 0.0
    shown = percents([part.value for part in parts])
    for part, share in zip(parts, shown, strict=True):
        width = WIDTH * part.value / whole
        if part.value:
            shapes.append(
                rect("bar", x, 0, width, _THICK, pattern=part.pattern, hint=f"{part.label}：{share}")
            )
        x += width
    for number, (part, share) in enumerate(zip(parts, shown, strict=True)):
        y = _THICK + size * 1.8 * (number + 1)
        shapes.append(rect("bar", 0, y - size * 0.85, size * 1.3, size, pattern=part.pattern))
        words = cut(part.label, WIDTH - size * 7, size)
        shapes.append(text("text", size * 1.9, y, words, size=size))
        shapes.append(text("text", WIDTH, y, share, anchor="end", size=size))
    return Drawing(WIDTH, round(_THICK + size * (1.8 * len(parts) + 0.8), 1), tuple(shapes), label)


def percents(values: Sequence[int]) -> list[str]:
    """Each part of a hundred with one decimal; what is there but small says so."""
    whole = sum(values)
    if whole <= 0:
        return ["—" for _ in values]
    found = []
    for value in values:
        share = 100 * value / whole
        found.append("不到0.1%" if 0 < share < 0.05 else f"{share:.1f}%")
    return found
