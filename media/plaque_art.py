"""The plate that plaques stand on: a warm metal with a dark frame, hills and the river at its foot."""

from functools import lru_cache

from PIL import Image

from media.shapes import Brush, cloud, egret, leaf

# 600 x 400 mm, in pixels.
WIDTH, HEIGHT = 2100, 1400
MILLIMETRES = 600
# How far the innermost line of the frame is from the edge.
FRAME = 96
PLATE, LINE, FINE, DEEP = "#fbf6e6", "#8c6516", "#d8bd7c", "#07683a"
LEAVES = ("#2f8353", "#c89b3c")


@lru_cache(maxsize=1)
def _plate() -> Image.Image:
    brush = Brush(WIDTH, HEIGHT, PLATE)
    low = HEIGHT - 48
    brush.ridge([low - y for y in (210, 300, 190, 270, 150, 240, 310, 200)], "#f2efda", low)
    brush.ridge([low - y for y in (120, 170, 104, 80, 150, 176, 110, 140)], "#e9ecd4", low)
    brush.ridge([low - y for y in (64, 54, 70, 50, 66, 58)], "#dfecea", low)
    cloud(brush, 300, 420, 200, "#f4f0dd")
    cloud(brush, 1600, 380, 220, "#f4f0dd")
    egret(brush, 1730, 590, 104, "#f0ecd6", "#e2d8b8")
    egret(brush, 1610, 540, 72, "#f0ecd6", "#e2d8b8")
    for inset, width, colour in ((24, 26, DEEP), (58, 10, LINE), (78, 4, FINE)):
        left, top, right, bottom = inset, inset, WIDTH - inset, HEIGHT - inset
        corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        # Two sides more, so that the corner where it begins is as round as the others.
        brush.line([*corners, *corners[:2]], colour, width)
    # What the river and the hills left outside of the band.
    for sides in (
        (0, 0, WIDTH, 11),
        (0, HEIGHT - 11, WIDTH, HEIGHT),
        (0, 0, 11, HEIGHT),
        (WIDTH - 11, 0, WIDTH, HEIGHT),
    ):
        brush.box(*sides, PLATE)
    for x, y in ((58, 58), (WIDTH - 58, 58), (58, HEIGHT - 58), (WIDTH - 58, HEIGHT - 58)):
        brush.disc(x, y, 34, PLATE)
        brush.ring(x, y, 34, LINE, 6)
        brush.disc(x, y, 13, DEEP)
    _emblem(brush, WIDTH / 2, 218, 72)
    return brush.picture()


def plate() -> Image.Image:
    """An empty plaque, each time a fresh copy."""
    return _plate().copy()


def _emblem(brush: Brush, x: float, y: float, size: float) -> None:
    """A round seal: a seedling between two branches."""
    brush.disc(x, y, size + 14, PLATE)
    brush.ring(x, y, size + 10, FINE, 4)
    brush.disc(x, y, size, DEEP)
    brush.line([(x, y + size * 0.62), (x, y - size * 0.1)], PLATE, 7)
    leaf(brush, x, y + size * 0.16, size * 0.72, -150, PLATE, 0.26)
    leaf(brush, x, y + size * 0.02, size * 0.78, -38, "#d5e0cb", 0.26)
    for side in (-1, 1):
        for place in range(6):
            along = size + 46 + place * 34
            leaf(brush, x + side * along, y + 10, 40, -90 + side * 48, LEAVES[place % 2], 0.24)
            leaf(brush, x + side * along, y + 10, 40, 90 - side * 48, LEAVES[place % 2], 0.24)
        brush.line([(x + side * (size + 30), y + 10), (x + side * (size + 250), y + 10)], FINE, 4)
