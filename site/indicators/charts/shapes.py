"""What a drawing is made of. A role says what a shape means; its colour comes from the style sheet.

`COLOURS` are those of a picture that leaves the site, where no style sheet goes with it: the light tokens.
"""

from dataclasses import dataclass, replace

# In units of the drawing, which is as wide as a small phone: text keeps its size there.
WIDTH = 320.0
TEXT = 12.5
# 长辈版 reads larger.
LARGE_TEXT = 19.5

COLOURS = {
    "bar": "#07683a",
    "other": "#74500f",
    "grid": "#ddd3bc",
    "axis": "#857a61",
    "edge": "#07683a",
    "paper": "#fffdf8",
    "text": "#1f2a24",
    "quiet": "#48544c",
    "inverse": "#ffffff",
    "shade-1": "#e0eedd",
    "shade-2": "#b9d6b8",
    "shade-3": "#86b890",
    "shade-4": "#07683a",
}
# Drawn in a pattern as well, so that black and white tells them apart.
PATTERNS = ("solid", "stripes", "dots", "hollow")


@dataclass(frozen=True, slots=True)
class Shape:
    """One thing drawn: a rect, a line, a polyline, a band under one, a dot or a text."""

    kind: str
    role: str
    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0
    # The places of a polyline.
    points: tuple[tuple[float, float], ...] = ()
    text: str = ""
    anchor: str = "start"
    size: float = TEXT
    pattern: str = "solid"
    # What a mouse that rests on it is told; the table says the same.
    hint: str = ""

    @property
    def colour(self) -> str:
        """Its colour where no style sheet is."""
        return COLOURS[self.role]

    @property
    def path(self) -> str:
        """The places of a polyline as SVG wants them."""
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in self.points)

    def lower(self, by: float) -> "Shape":
        """The same further down."""
        return replace(self, y=self.y + by, points=tuple((x, y + by) for x, y in self.points))


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes on a sheet. `label` is what a screen reader says instead."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    label: str = ""


def rect(
    role: str, x: float, y: float, width: float, height: float, *, pattern: str = "solid", hint: str = ""
) -> Shape:
    """A filled field; never of negative size."""
    return Shape("rect", role, x, y, max(width, 0), max(height, 0), pattern=pattern, hint=hint)


def line(role: str, x1: float, y1: float, x2: float, y2: float) -> Shape:
    """A straight line."""
    return Shape("line", role, points=((x1, y1), (x2, y2)))


def text(role: str, x: float, y: float, words: str, *, anchor: str = "start", size: float = TEXT) -> Shape:
    """Words with their foot at y."""
    return Shape("text", role, x, y, text=words, anchor=anchor, size=size)


def breadth(words: str, size: float) -> float:
    """About how wide words are: a Chinese sign is as wide as high, a digit a little more than half."""
    return sum(size if ord(sign) > 0x2E7F else size * 0.58 for sign in words)


def cut(words: str, room: float, size: float) -> str:
    """Words that fit, with … where some are left out; the table has them whole."""
    if breadth(words, size) <= room:
        return words
    while words and breadth(words + "…", size) > room:
        words = words[:-1]
    return words + "…"


def wrapped(words: str, room: float, size: float) -> list[str]:
    """Words in lines that fit."""
    lines, current = [], ""
    for sign in words:
        if current and breadth(current + sign, size) > room:
            lines.append(current)
            current = ""
        current += sign
    return [*lines, current] if current else lines
