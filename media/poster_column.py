"""Text of a poster, one thing under another."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PIL import ImageDraw

from media.lettering import font, wrapped, writable
from media.poster_art import COLOURS, WIDTH

MARGIN = 84
INNER = WIDTH - 2 * MARGIN


@dataclass(slots=True)
class Column:
    """Things to draw one under another: each has a height and is told where it begins."""

    parts: list[tuple[float, Callable[[ImageDraw.ImageDraw, float], None]]] = field(default_factory=list)

    @property
    def height(self) -> float:
        """Of all of it."""
        return sum(height for height, _ in self.parts)

    def gap(self, height: float) -> None:
        """Leave room."""
        self.parts.append((height, lambda draw, top: None))

    def text(
        self, text: str, *, size: float, weight: str = "Regular", colour: str = "ink", width: float = INNER
    ) -> None:
        """Add text in as many lines as it needs."""
        face = font(weight, round(size))
        for line in wrapped(writable(text), face, width):
            self.parts.append((size * 1.36, writer(line, MARGIN, size, weight, colour)))

    def draw(self, draw: ImageDraw.ImageDraw, top: float) -> None:
        """Draw all of it."""
        for height, paint in self.parts:
            paint(draw, top)
            top += height


def width_of(text: str, size: float, weight: str = "Regular") -> float:
    return font(weight, round(size)).getlength(text)


def writer(
    text: str, left: float, size: float, weight: str, colour: str
) -> Callable[[ImageDraw.ImageDraw, float], None]:
    """Paints one line; its box is 1.36 of the size high."""
    return lambda draw, top: write(draw, (left, top + size * 1.06), text, size, weight, colour)


def write(
    draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: float, weight: str, colour: str
) -> None:
    draw.text(at, text, COLOURS[colour], font(weight, round(size)), anchor="ls")
