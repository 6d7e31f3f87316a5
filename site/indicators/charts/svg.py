"""A drawing as SVG: with classes on a page, with fixed colours in a picture that leaves it."""

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from indicators.charts.shapes import COLOURS, Drawing, Shape

FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, WenQuanYi Micro Hei, sans-serif"


def on_a_page(drawing: Drawing, key: str) -> SafeString:
    """Coloured by the style sheet; `key` keeps the names of its patterns apart from those of other charts."""
    return _drawn(drawing, key, plain=False)


def as_a_picture(drawing: Drawing) -> SafeString:
    """A file of its own."""
    return mark_safe('<?xml version="1.0" encoding="UTF-8"?>\n' + _drawn(drawing, "p", plain=True))


def _drawn(drawing: Drawing, key: str, *, plain: bool) -> SafeString:
    # A paper wider than the drawing begins left of its zero.
    left = min((shape.x for shape in drawing.shapes if shape.kind == "rect"), default=0)
    size = (
        f' width="{2 * drawing.width:.0f}" height="{2 * drawing.height:.0f}"'
        if plain
        else ' class="ly-chart__svg"'
    )
    sheet = f"{min(left, 0):g} 0 {drawing.width:g} {drawing.height:g}"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{sheet}"{size} role="img" '
        f'aria-label="{escape(drawing.label)}">'
    )
    used = {shape.pattern for shape in drawing.shapes} & {"stripes", "dots"}
    defs = f"<defs>{''.join(_pattern(name, key, plain) for name in sorted(used))}</defs>" if used else ""
    shapes = "".join(_shape(shape, key, plain) for shape in drawing.shapes)
    return mark_safe(f"{head}{defs}{shapes}</svg>")


def _shape(shape: Shape, key: str, plain: bool) -> str:
    hint = f"<title>{escape(shape.hint)}</title>" if shape.hint else ""
    if shape.kind == "rect":
        return (
            f'<rect x="{shape.x:.1f}" y="{shape.y:.1f}" width="{shape.width:.1f}" height="{shape.height:.1f}"'
            f"{_fill(shape, key, plain)}>{hint}</rect>"
        )
    if shape.kind == "line":
        (x1, y1), (x2, y2) = shape.points
        return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"{_stroke(shape, plain)}></line>'
    if shape.kind == "polyline":
        return f'<polyline points="{shape.path}" stroke-dasharray="5 3"{_stroke(shape, plain)}></polyline>'
    if shape.kind == "band":
        look = (
            f' fill="none" stroke="{shape.colour}" stroke-width="4"' if plain else ' class="ly-stroke--band"'
        )
        return f'<polyline points="{shape.path}"{look}></polyline>'
    if shape.kind == "dot":
        place = f'cx="{shape.x:.1f}" cy="{shape.y:.1f}" r="{shape.width:.1f}"'
        return f"<circle {place}{_solid(shape, plain)}>{hint}</circle>"
    family = f' font-family="{FONT}"' if plain else ""
    anchor = f' text-anchor="{shape.anchor}"' if shape.anchor != "start" else ""
    place = f'x="{shape.x:.1f}" y="{shape.y:.1f}" font-size="{shape.size:g}"'
    return f"<text {place}{anchor}{family}{_solid(shape, plain)}>{escape(shape.text)}</text>"


def _solid(shape: Shape, plain: bool) -> str:
    return f' fill="{shape.colour}"' if plain else f' class="ly-fill--{shape.role}"'


def _stroke(shape: Shape, plain: bool) -> str:
    if plain:
        return f' fill="none" stroke="{shape.colour}" stroke-width="1.5"'
    return f' class="ly-stroke--{shape.role}"'


def _fill(shape: Shape, key: str, plain: bool) -> str:
    if shape.pattern in ("hollow", "outline"):
        return _stroke(shape, plain) + (' stroke-dasharray="3 2"' if shape.pattern == "hollow" else "")
    if shape.pattern in ("stripes", "dots"):
        return f' fill="url(#{key}-{shape.pattern})"' + _outline(plain)
    return _solid(shape, plain)


def _outline(plain: bool) -> str:
    return f' stroke="{COLOURS["edge"]}" stroke-width="1"' if plain else ' class="ly-stroke--edge-thin"'


def _pattern(name: str, key: str, plain: bool) -> str:
    """Lines or dots on paper; what is drawn in black and white stays distinct."""
    ground = f' fill="{COLOURS["paper"]}"' if plain else ' class="ly-fill--paper"'
    ink = f' fill="{COLOURS["bar"]}"' if plain else ' class="ly-fill--bar"'
    mark = {
        "stripes": f'<rect width="3" height="6"{ink}></rect>',
        "dots": f'<circle cx="3" cy="3" r="1.4"{ink}></circle>',
    }[name]
    turn = ' patternTransform="rotate(45)"' if name == "stripes" else ""
    return (
        f'<pattern id="{key}-{name}" width="6" height="6" patternUnits="userSpaceOnUse"{turn}>'
        f'<rect width="6" height="6"{ground}></rect>{mark}</pattern>'
    )
