"""Who lies beside whom: a tile for each township, darker where there is more. No borders are drawn."""

from collections.abc import Sequence

from indicators.charts.model import Tile
from indicators.charts.shapes import TEXT, WIDTH, Drawing, Shape, cut, rect, text

_GAP = 3.0
LEVELS = 4


def level(value: float | None, most: float) -> int:
    """One of four shades; 0 for nothing recorded and for nothing published."""
    if not value or most <= 0:
        return 0
    return min(LEVELS, 1 + int(LEVELS * value / (most * 1.0001)))


def tiles(places: Sequence[Tile], *, label: str = "", size: float = TEXT) -> Drawing | None:
    """The whole map; None without any place."""
    if not places:
        return None
    columns = max(place.column for place in places)
    rows = max(place.row for place in places)
    side = (WIDTH - _GAP * (columns - 1)) / columns
    most = max((place.value or 0 for place in places), default=0)
    shapes: list[Shape] = []
    for place in places:
        x, y = (place.column - 1) * (side + _GAP), (place.row - 1) * (side + _GAP)
        shapes += _tile(place, x, y, side, level(place.value, most), size)
    return Drawing(WIDTH, round(rows * (side + _GAP), 1), tuple(shapes), label)


def _tile(place: Tile, x: float, y: float, side: float, shade: int, size: float) -> list[Shape]:
    role = f"shade-{shade}" if shade else "paper"
    ink = "inverse" if shade == LEVELS else "text"
    middle = x + side / 2
    field = [
        rect(role, x, y, side, side, hint=f"{place.name}：{place.shown}"),
        rect("grid", x, y, side, side, pattern="outline"),
    ]
    if size * 3.3 > side:
        # Large words: two signs of the name have room, the number stands in the table.
        return [*field, text(ink, middle, y + side * 0.62, place.name[:2], anchor="middle", size=side / 2.1)]
    return [
        *field,
        text(ink, middle, y + side * 0.45, cut(place.name, side, size), anchor="middle", size=size),
        text(ink, middle, y + side * 0.8, cut(place.shown, side, size), anchor="middle", size=size),
    ]
