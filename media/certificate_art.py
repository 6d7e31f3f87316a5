"""The paper that certificates stand on: frame, leaves in its corners, hills and the river at its foot."""

from dataclasses import dataclass
from functools import lru_cache

from PIL import Image

from media.poster_art import COLOURS
from media.shapes import Brush, cloud, egret, leaf

# A4 across at 150 points an inch.
WIDTH, HEIGHT = 1754, 1240
# How far the innermost line of the frame is from the edge of the sheet.
FRAME = 92
PAPER = "#fffdf8"


@dataclass(frozen=True, slots=True)
class Tone:
    """Colours of a kind of certificate: the frame, its fine lines, the leaves, the seal."""

    frame: str
    fine: str
    leaves: tuple[str, str]


TONES = {
    "thanks": Tone("#07683a", "#86b890", ("#2f8353", "#4c9c68")),
    "honour": Tone("#8c6516", "#d8bd7c", ("#2f8353", "#c89b3c")),
}


@lru_cache(maxsize=len(TONES))
def _sheet(tone: str) -> Image.Image:
    colours = TONES[tone]
    brush = Brush(WIDTH, HEIGHT, PAPER)
    _land(brush)
    _frame(brush, colours)
    for x, y, turn in ((60, 60, 45), (1694, 60, 135), (60, 1180, -45), (1694, 1180, -135)):
        _corner(brush, x, y, turn, colours)
    _emblem(brush, WIDTH / 2, 178, 54, colours)
    return brush.picture()


def paper(tone: str) -> Image.Image:
    """An empty certificate, each time a fresh copy."""
    return _sheet(tone).copy()


def _land(brush: Brush) -> None:
    """Faint, for words stand on it."""
    h = HEIGHT - 56
    brush.ridge([h - y for y in (190, 250, 170, 232, 130, 210, 260, 180)], "#f1f4e8", h)
    brush.ridge([h - y for y in (110, 150, 96, 70, 130, 150, 100, 120)], "#e8efdf", h)
    brush.ridge([h - y for y in (60, 52, 66, 48, 62, 56)], "#e0eff0", h)
    cloud(brush, 250, 330, 170, "#f3f3ea")
    cloud(brush, 1340, 290, 190, "#f3f3ea")
    egret(brush, 1450, 470, 92, "#eeefe4", "#e2ddca")
    egret(brush, 1360, 424, 64, "#eeefe4", "#e2ddca")


def _frame(brush: Brush, colours: Tone) -> None:
    """A broad band around everything, then a fine line, then a finer one."""
    for inset, width, colour in ((28, 16, colours.frame), (56, 3, colours.fine), (74, 2, colours.fine)):
        left, top, right, bottom = inset, inset, WIDTH - inset, HEIGHT - inset
        brush.line([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], colour, width)
    # What the river and the hills left outside of the band.
    for sides in (
        (0, 0, WIDTH, 20),
        (0, HEIGHT - 20, WIDTH, HEIGHT),
        (0, 0, 20, HEIGHT),
        (WIDTH - 20, 0, WIDTH, HEIGHT),
    ):
        brush.box(*sides, PAPER)


def _corner(brush: Brush, x: float, y: float, turn: float, colours: Tone) -> None:
    brush.disc(x, y, 46, PAPER)
    brush.ring(x, y, 46, colours.fine, 3)
    dark, light = colours.leaves
    for spread, length, colour in (
        (52, 74, light),
        (-52, 74, light),
        (26, 92, dark),
        (-26, 92, dark),
        (0, 104, light),
    ):
        leaf(
            brush,
            x - 20 * (1 if abs(turn) < 90 else -1),
            y - 20 * (1 if turn > 0 else -1),
            length,
            turn + spread,
            colour,
            0.15,
        )


def _emblem(brush: Brush, x: float, y: float, size: float, colours: Tone) -> None:
    """A round seal: a seedling between two branches."""
    brush.disc(x, y, size + 12, PAPER)
    brush.ring(x, y, size + 8, colours.fine, 2)
    brush.disc(x, y, size, colours.frame)
    brush.line([(x, y + size * 0.62), (x, y - size * 0.1)], PAPER, 5)
    leaf(brush, x, y + size * 0.16, size * 0.72, -150, PAPER, 0.26)
    leaf(brush, x, y + size * 0.02, size * 0.78, -38, COLOURS["art-hill-1"], 0.26)
    for side in (-1, 1):
        for place in range(5):
            along = size + 34 + place * 25
            leaf(brush, x + side * along, y + 8, 30, -90 + side * 48, colours.leaves[place % 2], 0.24)
            leaf(brush, x + side * along, y + 8, 30, 90 - side * 48, colours.leaves[place % 2], 0.24)
        brush.line([(x + side * (size + 22), y + 8), (x + side * (size + 162), y + 8)], colours.fine, 3)
