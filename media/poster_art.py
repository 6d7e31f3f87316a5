"""What a poster shows beside its text: the colours of the pages, hills by the river, a QR code."""

from itertools import pairwise

import qrcode
from PIL import Image, ImageDraw

WIDTH = 1080
QR = 232
# Of site/static/css/tokens.css; a test compares them.
COLOURS = {
    "paper": "#f6f1e4", "card": "#fffdf8", "line": "#ddd3bc", "ink": "#1f2a24", "ink-2": "#48544c",
    "brand": "#07683a", "art-sky": "#fbf5e4", "art-sun": "#e8a178", "art-hill-1": "#d5e0cb",
    "art-hill-2": "#b4cdae", "art-hill-3": "#8ab48f", "art-water": "#a9d0d8", "art-ripple": "#eaf6f5",
}  # fmt: skip


def scenery(draw: ImageDraw.ImageDraw, height: float) -> None:
    """Sun, three ranges of hills and the river, as at the head of the pages."""
    draw.rectangle((0, 0, WIDTH, height), COLOURS["art-sky"])
    draw.ellipse((WIDTH - 320, height * 0.14, WIDTH - 320 + height * 0.36, height * 0.5), COLOURS["art-sun"])
    ranges = [
        (
            "art-hill-1",
            [(0, 0.62), (160, 0.44), (330, 0.6), (520, 0.36), (760, 0.6), (930, 0.46), (1080, 0.56)],
        ),
        ("art-hill-2", [(0, 0.7), (230, 0.56), (430, 0.72), (690, 0.54), (900, 0.7), (1080, 0.6)]),
        ("art-hill-3", [(0, 0.66), (130, 0.62), (380, 0.84), (640, 0.78), (850, 0.7), (1080, 0.82)]),
    ]
    for colour, points in ranges:
        ridge = [(float(x), y * height) for x, y in points]
        draw.polygon([(0, height), *soft(ridge), (WIDTH, height)], COLOURS[colour])
    draw.rectangle((0, height * 0.88, WIDTH, height), COLOURS["art-water"])
    for left, y, length in ((90, 0.91, 260), (470, 0.94, 330), (850, 0.915, 150), (240, 0.97, 200)):
        draw.line((left, y * height, left + length, y * height), COLOURS["art-ripple"], 4)


def soft(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Corners cut three times: a ridge without edges."""
    for _ in range(3):
        cut = [points[0]]
        for (x1, y1), (x2, y2) in pairwise(points):
            cut += [
                (x1 * 0.75 + x2 * 0.25, y1 * 0.75 + y2 * 0.25),
                (x1 * 0.25 + x2 * 0.75, y1 * 0.25 + y2 * 0.75),
            ]
        points = [*cut, points[-1]]
    return points


def qr_code(text: str, side: int = QR) -> Image.Image:
    """A square of `side` pixels, with its quiet zone; whole pixels for each point, or cameras stumble."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    points = Image.new("L", (len(matrix), len(matrix)), 255)
    points.putdata([0 if dark else 255 for row in matrix for dark in row])
    drawn = len(matrix) * (side // len(matrix))
    square, edge = Image.new("RGB", (side, side), "white"), (side - drawn) // 2
    square.paste(points.resize((drawn, drawn), Image.Resampling.NEAREST), (edge, edge))
    return square
