"""What our pictures are made of: hills, trees, bamboo, birds, drawn twice as large and then made smooth."""

from collections.abc import Iterable, Sequence
from math import cos, pi, sin

from PIL import Image, ImageDraw

from media.poster_art import soft

Point = tuple[float, float]
SMOOTH = 2


class Brush:
    """Draws in pixels of the finished picture; `picture` gives it with smooth edges."""

    def __init__(self, width: int, height: int, ground: str) -> None:
        self.width, self.height = width, height
        self._large = Image.new("RGB", (width * SMOOTH, height * SMOOTH), ground)
        self._draw = ImageDraw.Draw(self._large)

    def picture(self) -> Image.Image:
        """What was drawn."""
        return self._large.reduce(SMOOTH)

    def area(self, points: Iterable[Point], colour: str) -> None:
        """A filled polygon."""
        self._draw.polygon([(x * SMOOTH, y * SMOOTH) for x, y in points], colour)

    def line(self, points: Sequence[Point], colour: str, width: float) -> None:
        """A line with round corners."""
        scaled = [(x * SMOOTH, y * SMOOTH) for x, y in points]
        self._draw.line(scaled, colour, round(width * SMOOTH), joint="curve")

    def box(
        self, left: float, top: float, right: float, bottom: float, colour: str, radius: float = 0
    ) -> None:
        """A rectangle, its corners round when there is a radius."""
        sides = (left * SMOOTH, top * SMOOTH, right * SMOOTH, bottom * SMOOTH)
        self._draw.rounded_rectangle(sides, radius * SMOOTH, colour)

    def disc(self, x: float, y: float, radius: float, colour: str, flat: float = 1) -> None:
        """A circle; `flat` below 1 presses it down."""
        sides = (x - radius, y - radius * flat, x + radius, y + radius * flat)
        self._draw.ellipse([side * SMOOTH for side in sides], colour)

    def ring(self, x: float, y: float, radius: float, colour: str, width: float, flat: float = 1) -> None:
        """A circle's line."""
        sides = (x - radius, y - radius * flat, x + radius, y + radius * flat)
        self._draw.ellipse([side * SMOOTH for side in sides], outline=colour, width=round(width * SMOOTH))

    def ridge(self, heights: Sequence[float], colour: str, bottom: float | None = None) -> None:
        """A range of hills over the whole width: heights of its points from the left edge to the right."""
        step = self.width / (len(heights) - 1)
        points = soft([(place * step, height) for place, height in enumerate(heights)])
        end = self.height if bottom is None else bottom
        self.area([(0, end), *points, (self.width, end)], colour)


def leaf(
    brush: Brush, x: float, y: float, length: float, angle: float, colour: str, slim: float = 0.2
) -> None:
    """A pointed leaf that begins at a point; the angle in degrees, 0 to the right, 90 down."""
    turn = angle * pi / 180
    ahead, aside = (cos(turn) * length, sin(turn) * length), (-sin(turn) * length, cos(turn) * length)

    def at(along: float, across: float) -> Point:
        return (x + ahead[0] * along + aside[0] * across, y + ahead[1] * along + aside[1] * across)

    one = soft([at(0, 0), at(0.4, slim), at(1, 0)])
    other = soft([at(1, 0), at(0.4, -slim), at(0, 0)])
    brush.area([*one, *other], colour)


def bamboo(
    brush: Brush, x: float, top: float, bottom: float, colours: tuple[str, str], lean: float = 0
) -> None:
    """A stem of joints with leaves at some of them."""
    stem, green = colours
    joint = (bottom - top) / 6
    for place in range(6):
        y, shift = top + place * joint, lean * (6 - place) / 6
        brush.line([(x + shift, y + 3), (x + shift - lean / 6, y + joint - 3)], stem, 15)
        brush.line([(x + shift - 10, y), (x + shift + 10, y)], green, 4)
        if place in (0, 1, 3):
            side = 1 if place % 2 else -1
            for angle, length in ((24, 92), (52, 78), (4, 70)):
                leaf(brush, x + shift, y, length, 90 - side * (90 - angle), green, 0.12)


def tree(brush: Brush, x: float, ground: float, size: float, colours: tuple[str, str]) -> None:
    """A round tree."""
    crown, trunk = colours
    brush.line([(x, ground), (x, ground - size * 0.6)], trunk, size * 0.09)
    brush.disc(x, ground - size * 0.72, size * 0.36, crown)
    brush.disc(x - size * 0.2, ground - size * 0.54, size * 0.26, crown)
    brush.disc(x + size * 0.2, ground - size * 0.54, size * 0.26, crown)


def cloud(brush: Brush, x: float, y: float, size: float, colour: str) -> None:
    """A flat cloud."""
    brush.box(x, y, x + size, y + size * 0.18, colour, size * 0.09)
    brush.box(x + size * 0.22, y - size * 0.12, x + size * 0.72, y + size * 0.1, colour, size * 0.11)


def turbine(brush: Brush, x: float, ground: float, size: float, colour: str, turned: float = 0) -> None:
    """A wind turbine."""
    hub = ground - size
    mast = [
        (x - size * 0.02, ground), (x - size * 0.009, hub), (x + size * 0.009, hub), (x + size * 0.02, ground)
    ]  # fmt: skip
    brush.area(mast, colour)
    for blade in range(3):
        leaf(brush, x, hub, size * 0.52, turned + blade * 120, colour, 0.045)
    brush.disc(x, hub, size * 0.032, colour)


def egret(brush: Brush, x: float, y: float, size: float, colour: str, beak: str) -> None:
    """A white bird on its way to the right."""
    leaf(brush, x - size * 0.5, y + size * 0.05, size * 0.92, -4, colour, 0.1)
    brush.line([(x + size * 0.3, y), (x + size * 0.46, y - size * 0.1), (x + size * 0.58, y - size * 0.1)],
               colour, size * 0.05)  # fmt: skip
    leaf(brush, x + size * 0.56, y - size * 0.1, size * 0.24, 4, beak, 0.09)
    wing = [(x + size * 0.2, y), (x, y - size * 0.5), (x - size * 0.5, y - size * 0.62), (x - size * 0.16, y)]
    brush.area(soft(wing), colour)
    brush.line([(x - size * 0.48, y + size * 0.04), (x - size * 0.86, y + size * 0.1)], beak, size * 0.025)
