"""Charts drawn by the server: plain data in, shapes with places out. No database, no Django, no library."""

from indicators.charts.bars import bars
from indicators.charts.frame import framed
from indicators.charts.model import Bar, Chart, Order, Point, Share, Tile
from indicators.charts.shapes import Drawing
from indicators.charts.stack import stack
from indicators.charts.tiles import tiles
from indicators.charts.trend import trend

__all__ = [
    "Bar",
    "Chart",
    "Drawing",
    "Order",
    "Point",
    "Share",
    "Tile",
    "bars",
    "framed",
    "stack",
    "tiles",
    "trend",
]
