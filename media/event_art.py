"""Pictures at the head of campaign posters, one for each great day of the year and one for all others."""

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, pi, sin

from PIL import Image

from media.poster_art import COLOURS, WIDTH, soft
from media.shapes import Brush, bamboo, cloud, egret, leaf, tree, turbine

CREAM, WHITE = "#fffdf8", "#ffffff"


@dataclass(frozen=True, slots=True)
class Theme:
    """Ground of the poster, the soft words on it, the capsule over the picture, and the picture."""

    ground: str
    soft: str
    accent: str
    draw: Callable[[Brush], None]


def head(theme: Theme, height: int) -> Image.Image:
    """The picture over the whole width, its lower edge a hill in the colour of the ground."""
    brush = Brush(WIDTH, height, COLOURS["art-sky"])
    theme.draw(brush)
    hem(brush, theme.ground)
    return brush.picture()


def hem(brush: Brush, colour: str) -> None:
    """The lower edge of a picture: it ends as hills do."""
    low = brush.height
    brush.ridge([low - 18, low - 64, low - 30, low - 8, low - 40, low - 22], colour)


def river(brush: Brush) -> None:
    """Sun, hills and bamboo by the Lei river, a boat on it."""
    w, h = brush.width, brush.height
    brush.disc(w * 0.68, h * 0.34, h * 0.21, "#f6d6b4")
    brush.disc(w * 0.68, h * 0.34, h * 0.155, COLOURS["art-sun"])
    cloud(brush, w * 0.36, h * 0.2, 190, WHITE)
    cloud(brush, w * 0.78, h * 0.44, 150, WHITE)
    brush.ridge([h * y for y in (0.6, 0.42, 0.58, 0.34, 0.56, 0.48, 0.4, 0.54)], COLOURS["art-hill-1"])
    brush.ridge([h * y for y in (0.66, 0.6, 0.48, 0.64, 0.5, 0.62, 0.5)], COLOURS["art-hill-2"])
    brush.ridge([h * y for y in (0.62, 0.7, 0.66, 0.74, 0.6, 0.72)], COLOURS["art-hill-3"])
    for x, size in ((0.44, 84), (0.5, 62), (0.8, 92), (0.86, 70), (0.91, 84)):
        tree(brush, w * x, h * 0.76, size, ("#5f9a70", "#35584a"))
    brush.box(0, h * 0.74, w, h, COLOURS["art-water"])
    for x, y, length in (
        (0.3, 0.79, 240),
        (0.7, 0.77, 260),
        (0.1, 0.84, 180),
        (0.44, 0.88, 300),
        (0.8, 0.86, 150),
    ):
        brush.line([(w * x, h * y), (w * x + length, h * y)], COLOURS["art-ripple"], 4)
    boat(brush, w * 0.58, h * 0.83)
    for x, top, lean in ((0.055, 0.06, 26), (0.115, 0.14, 14), (0.165, 0.26, -8)):
        bamboo(brush, w * x, h * top, h * 0.98, ("#2f8353", "#4c9c68"), lean)


def boat(brush: Brush, x: float, y: float) -> None:
    """A boat with a round roof of mats."""
    brush.area(soft([(x - 96, y - 12), (x - 56, y + 22), (x + 66, y + 22), (x + 110, y - 16)]), "#35584a")
    brush.area(soft([(x - 50, y), (x - 42, y - 52), (x + 46, y - 52), (x + 54, y)]), "#74500f")
    brush.line([(x + 78, y), (x + 92, y - 84)], "#35584a", 4)


def globe(brush: Brush) -> None:
    """The earth, rising over hills between two leaves."""
    w, h = brush.width, brush.height
    brush.box(0, 0, w, h, "#d9ecee")
    x, y, radius = w * 0.5, h * 0.56, min(h * 0.43, 300)
    for far, colour in ((1.42, "#e3f1f1"), (1.2, "#eef7f4")):
        brush.disc(x, y, radius * far, colour)
    cloud(brush, w * 0.08, h * 0.3, 200, WHITE)
    cloud(brush, w * 0.75, h * 0.2, 180, WHITE)
    brush.disc(x, y, radius, "#3f8fa8")
    brush.disc(x - radius * 0.05, y - radius * 0.05, radius * 0.94, "#5aa9bd")
    for land in LANDS:
        brush.area(soft([(x + a * radius, y + b * radius) for a, b in (*land, land[0])]), "#8cbf86")
    brush.ring(x, y, radius + 1, "#3f8fa8", 6)
    for turn in range(-60, 61, 20):
        _sprig(brush, x, y, radius * 1.13, turn)
    brush.ridge([h * t for t in (0.72, 0.8, 0.9, 0.96, 0.9, 0.8, 0.74)], COLOURS["art-hill-2"])
    brush.ridge([h * t for t in (0.82, 0.86, 0.96, 0.99, 0.95, 0.88, 0.84)], COLOURS["art-hill-3"])
    for place, size in ((0.05, 120), (0.13, 90), (0.21, 70), (0.8, 74), (0.88, 100), (0.96, 124)):
        tree(brush, w * place, h * (0.86 + 0.06 * (0.5 - abs(place - 0.5))), size, ("#4c9c68", "#35584a"))


# Land as seen from above our hemisphere, in radii from the middle.
LANDS: tuple[tuple[tuple[float, float], ...], ...] = (
    (
        (-0.84, -0.3),
        (-0.6, -0.62),
        (-0.2, -0.84),
        (0.22, -0.82),
        (0.56, -0.66),
        (0.7, -0.42),
        (0.5, -0.34),
        (0.42, -0.12),
        (0.26, -0.02),
        (0.3, 0.2),
        (0.14, 0.3),
        (0.04, 0.06),
        (-0.08, 0.02),
        (-0.14, 0.32),
        (-0.3, 0.02),
        (-0.44, -0.06),
        (-0.6, 0.12),
        (-0.76, -0.04),
    ),
    ((-0.9, 0.16), (-0.66, 0.2), (-0.5, 0.36), (-0.58, 0.66), (-0.74, 0.56), (-0.86, 0.4)),
    ((0.34, 0.46), (0.56, 0.38), (0.74, 0.46), (0.66, 0.66), (0.44, 0.7)),
    ((0.18, 0.36), (0.36, 0.34), (0.4, 0.4), (0.22, 0.42)),
    ((0.62, -0.26), (0.7, -0.3), (0.72, -0.14), (0.62, -0.08)),
)


def _sprig(brush: Brush, x: float, y: float, radius: float, turn: float) -> None:
    """Leaves that grow around the globe on both sides of its top."""
    if turn == 0:
        return
    side = 1 if turn > 0 else -1
    angle = (turn - 90) * pi / 180
    at = (x + cos(angle) * radius, y + sin(angle) * radius)
    for spread, green in ((34, "#2f8353"), (-24, "#4c9c68")):
        leaf(brush, *at, 72, turn - 90 - side * 90 + side * spread, green, 0.2)


def lotus(brush: Brush) -> None:
    """White birds over a lotus pond before the hills."""
    w, h = brush.width, brush.height
    brush.box(0, 0, w, h, "#e6f2ea")
    brush.disc(w * 0.27, h * 0.36, h * 0.2, "#f8e3c4")
    brush.disc(w * 0.27, h * 0.36, h * 0.14, "#efb98f")
    brush.ridge([h * y for y in (0.5, 0.56, 0.4, 0.52, 0.36, 0.5, 0.42)], "#cfe3d2")
    brush.ridge([h * y for y in (0.62, 0.5, 0.6, 0.54, 0.6, 0.46, 0.58)], "#a9cfb4")
    brush.box(0, h * 0.6, w, h, "#b5dadb")
    for x, y, length in (
        (0.04, 0.66, 200),
        (0.36, 0.64, 280),
        (0.72, 0.68, 240),
        (0.2, 0.74, 260),
        (0.6, 0.76, 200),
    ):
        brush.line([(w * x, h * y), (w * x + length, h * y)], "#dff0ee", 4)
    for x, y, size in ((0.62, 0.3, 150), (0.78, 0.2, 104), (0.5, 0.17, 80)):
        egret(brush, w * x, h * y, size, WHITE, "#74500f")
    for x, y, size in (
        (0.08, 0.8, 120),
        (0.3, 0.86, 150),
        (0.55, 0.82, 120),
        (0.78, 0.86, 160),
        (0.98, 0.8, 120),
    ):
        brush.disc(w * x, h * y, size, "#3b8f63", 0.34)
        brush.disc(w * x - size * 0.06, h * y - size * 0.04, size * 0.82, "#57a877", 0.32)
        for angle in (-160, -130, -90, -50, -20):
            turn = angle * pi / 180
            end = (w * x + cos(turn) * size * 0.7, h * y + sin(turn) * size * 0.23)
            brush.line([(w * x, h * y + size * 0.06), end], "#3b8f63", 3)
    for x, y, size in ((0.19, 0.64, 92), (0.67, 0.62, 110), (0.9, 0.68, 80)):
        _flower(brush, w * x, h * y, size, h * 0.92)


def _flower(brush: Brush, x: float, y: float, size: float, bottom: float) -> None:
    brush.line([(x, y), (x + size * 0.08, bottom)], "#2f8353", size * 0.07)
    for angle, length, colour in (
        (-168, 0.92, "#efb7ae"), (-12, 0.92, "#efb7ae"), (-140, 1, "#f4cbc2"), (-40, 1, "#f4cbc2"),
        (-112, 1.02, "#f8ded6"), (-68, 1.02, "#f8ded6"), (-90, 1.04, "#fdf1ec"),
    ):  # fmt: skip
        leaf(brush, x, y + size * 0.1, size * length, angle, colour, 0.24)


def city(brush: Brush) -> None:
    """Wind and sun over the houses, a bus on its way."""
    w, h = brush.width, brush.height
    brush.box(0, 0, w, h, "#fbf1da")
    brush.disc(w * 0.5, h * 0.62, h * 0.46, "#f9e4bf")
    brush.disc(w * 0.5, h * 0.62, h * 0.34, "#f4cf9c")
    cloud(brush, w * 0.24, h * 0.2, 180, WHITE)
    cloud(brush, w * 0.62, h * 0.26, 170, WHITE)
    brush.ridge([h * y for y in (0.56, 0.48, 0.6, 0.66, 0.6, 0.46, 0.54)], "#dfe2bd")
    for x, size, turned in ((0.13, 0.5, 20), (0.25, 0.38, 70), (0.77, 0.42, 50), (0.9, 0.54, 0)):
        turbine(brush, w * x, h * 0.84, h * size, WHITE, turned)
    for left, wide, high, colour in BLOCKS:
        _house(brush, w * left, h * 0.84, w * wide, h * high, colour)
    brush.ridge([h * y for y in (0.78, 0.8, 0.83, 0.82, 0.84, 0.8, 0.77)], "#a8c08a")
    for x, size in ((0.03, 110), (0.11, 84), (0.2, 66), (0.8, 70), (0.88, 92), (0.97, 116)):
        tree(brush, w * x, h * 0.83, size, ("#6d9c55", "#3d5726"))
    brush.box(0, h * 0.83, w, h * 0.91, "#d9cfb4")
    brush.line([(0, h * 0.87), (w, h * 0.87)], CREAM, 3)
    _bus(brush, w * 0.44, h * 0.87, 250)


BLOCKS = (
    (0.3, 0.09, 0.3, "#c3d3b4"), (0.38, 0.08, 0.42, "#aac4a0"), (0.45, 0.1, 0.34, "#c9d7ba"),
    (0.54, 0.07, 0.48, "#9dbb97"), (0.6, 0.1, 0.32, "#bccfae"),
)  # fmt: skip


def _house(brush: Brush, left: float, ground: float, width: float, height: float, colour: str) -> None:
    brush.box(left, ground - height, left + width, ground, colour)
    panel = [(left + 8, ground - height - 4), (left + width - 22, ground - height - 4),
             (left + width - 8, ground - height - 22), (left + 22, ground - height - 22)]  # fmt: skip
    brush.area(panel, "#2a6f86")
    for row in range(int((height - 40) // 34)):
        for place in range(int((width - 16) // 26)):
            x, y = left + 14 + place * 26, ground - height + 18 + row * 34
            brush.box(x, y, x + 12, y + 16, "#fbf1da")


def _bus(brush: Brush, left: float, ground: float, size: float) -> None:
    brush.box(left, ground - size * 0.38, left + size, ground - size * 0.05, "#07683a", 16)
    brush.box(left, ground - size * 0.15, left + size, ground - size * 0.11, "#f6e9cb")
    for place in range(5):
        x = left + size * (0.05 + place * 0.185)
        brush.box(x, ground - size * 0.33, x + size * 0.15, ground - size * 0.19, "#e0f0f2", 6)
    for wheel in (left + size * 0.22, left + size * 0.78):
        brush.disc(wheel, ground - size * 0.04, size * 0.07, "#1f2a24")
        brush.disc(wheel, ground - size * 0.04, size * 0.03, "#d9cfb4")


THEMES = {
    "general": Theme("#07683a", "#d5e8d6", "#9c3420", river),
    "earth": Theme("#12506a", "#d3e8ee", "#07683a", globe),
    "environment": Theme("#0c5d52", "#d3e9e2", "#9c3420", lotus),
    "low_carbon": Theme("#3d5726", "#e6edcf", "#74500f", city),
}
