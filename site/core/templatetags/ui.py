"""Icons, small charts and number formats that templates share."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.text import masked as hide
from core.text import short_town, without_zeros

register = template.Library()

# A number and its unit stay on one line.
NBSP = "\u00a0"
CATEGORY_ICONS = {
    "clothing": "shirt",
    "food": "food",
    "home": "bulb",
    "travel": "bike",
    "tourism": "tour",
    "goods": "recycle",
    "office": "office",
    "farming": "veg",
}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One picture of the sprite; silent for screen readers unless it carries a label."""
    href = f"{static('img/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="ly-icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, href
        )
    return format_html(
        '<svg class="ly-icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', href
    )


@register.filter
def category_icon(category: object) -> str:
    """The picture of a category of daily life; a leaf for one that we do not know."""
    return CATEGORY_ICONS.get(str(category), "leaf")


def _rounded(value: Decimal, places: int) -> str:
    """Thousands separated, at most so many places, no trailing zeros."""
    text = f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,f}"
    return without_zeros(text)


@register.filter
def co2(milligrams: int | str | None) -> str:
    """Milligrams as grams or kilograms for people: 26000 is “26 克”, 1260000 is “1.3 千克”."""
    # A name that the context lacks arrives as an empty string.
    if milligrams in (None, ""):
        return "—"
    exact = Decimal(milligrams)
    sign, size = ("−" if exact < 0 else ""), abs(exact)
    if 0 < size < 50:
        return f"{sign}不到{NBSP}0.1{NBSP}克"
    # 999,500 mg would round to 1000 克.
    if size < 999_500:
        return f"{sign}{_rounded(size / 1000, 1 if size < 9_950 else 0)}{NBSP}克"
    return f"{sign}{_rounded(size / 1_000_000, 1)}{NBSP}千克"


@register.filter
def grams(value: Decimal | float | int | str | None) -> str:
    """Grams of a method, not rounded away: 46.7 is “46.7 克”, 1025.15 is “1.02515 千克”."""
    if value in (None, ""):
        return "—"
    size = Decimal(str(value))
    return f"{plain(size / 1000)}{NBSP}千克" if abs(size) >= 1000 else f"{plain(size)}{NBSP}克"


@register.filter
def wan(number: int | str | None) -> str:
    """Large counts the way people read them: 9,999 · 1.2万 · 3.4亿."""
    if number in (None, ""):
        return "—"
    exact = int(number)
    sign, size = ("−" if exact < 0 else ""), abs(exact)
    # Rounding first, so that 99,999,999 is 1亿 and not 10000万.
    if size < 10_000:
        return f"{sign}{size:,}"
    if size < 99_995_000:
        return f"{sign}{_rounded(Decimal(size) / 10_000, 1)}万"
    return f"{sign}{_rounded(Decimal(size) / 100_000_000, 1)}亿"


@register.filter
def signed(number: int) -> str:
    """A change with its sign: +5, −5, 0."""
    return f"+{number:,}" if number > 0 else f"−{-number:,}" if number < 0 else "0"


@register.filter
def masked(text: str) -> str:
    """A phone as 138****0000, a name as 李*华; what stays hidden is hidden in the page source too."""
    return hide(str(text or ""))


@register.filter
def day(value: date | datetime | None) -> str:
    """2026年11月23日, without leading zeros; a moment is read in the city's time."""
    if value is None:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value.year}年{value.month}月{value.day}日"


@register.filter
def moment(value: datetime | None) -> str:
    """2026年11月23日 14:30 in the city's time."""
    if value is None:
        return ""
    if timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{day(value)} {value:%H:%M}"


@register.filter
def plain(value: Decimal | float | int | str | None) -> str:
    """A number without trailing zeros: 2.500 is 2.5; what is no number stays what somebody typed."""
    if value in (None, ""):
        return "—"
    try:
        text = f"{Decimal(str(value)):,f}"
    except InvalidOperation:
        return str(value)
    return without_zeros(text)


@register.filter
def control(field: BoundField) -> SafeString:
    """A form field's widget with our class and its help and errors tied to it."""
    described = " ".join(
        [f"{field.auto_id}_help"] * bool(field.help_text) + [f"{field.auto_id}_error"] * bool(field.errors)
    )
    attrs: dict[str, Any] = {"class": f"ly-input {field.field.widget.attrs.get('class', '')}".strip()}
    if described:
        attrs["aria-describedby"] = described
    if field.errors:
        attrs["aria-invalid"] = "true"
    return field.as_widget(attrs=attrs)


@register.simple_tag
def bar(value: int | None, largest: int | None) -> SafeString:
    """A bar as SVG (a width is an attribute there, so no inline style); the number stands beside it."""
    share = 0.0 if not value or not largest else max(0.0, min(100.0, 100 * value / largest))
    return format_html(
        '<svg class="ly-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="{}" height="10"></rect></svg>',
        f"{share:.1f}",
    )


@register.filter
def largest(rows: Iterable[object], name: str) -> int:
    """The greatest value of one column, for bars; suppressed and empty cells do not count."""
    return max((int(_cell(row, name) or 0) for row in rows), default=0)


def _cell(row: object, name: str) -> Any:
    """A column of a dict or of an object."""
    return row.get(name) if isinstance(row, Mapping) else getattr(row, name, None)


@register.inclusion_tag("components/range_bar.html")
def range_bar(low: Decimal | None, net: Decimal | None, high: Decimal | None) -> dict[str, object]:
    """Where an estimate (grams) lies between its low and high value, on a scale that starts at zero."""
    if net is None:
        return {"shown": False}
    low, high = (net if low is None else low), (net if high is None else high)
    start, end = min(Decimal(0), low), max(high, net)
    scale = Decimal(300) / ((end - start) or 1)

    def place(value: Decimal) -> str:
        return f"{10 + (value - start) * scale:.1f}"

    return {
        "shown": True,
        "low": low,
        "net": net,
        "high": high,
        "low_x": place(low),
        "net_x": place(net),
        "zero_x": place(Decimal(0)),
        "width": f"{max((high - low) * scale, Decimal(2)):.1f}",
    }


@register.inclusion_tag("components/tile_map.html")
def tile_map(rows: Iterable[object]) -> dict[str, list[dict[str, Any]]]:
    """A tile per township at its row and column (counted from 1), darker where more was recorded."""
    placed = [row for row in rows if _cell(row, "row") and _cell(row, "column")]
    top = max((_shown_logs(row) for row in placed), default=0)
    return {
        "tiles": [
            {
                "name": str(_cell(row, "name")),
                # A tile has room for the name alone; the table beside it has 街道, 镇 or 乡 too.
                "short": short_town(str(_cell(row, "name"))),
                "row": _cell(row, "row"),
                "column": _cell(row, "column"),
                "suppressed": bool(_cell(row, "suppressed")),
                "logs": _shown_logs(row),
                # Four shades; nothing recorded and nothing published both stay plain.
                "level": min(4, 1 + 4 * _shown_logs(row) // (top + 1)) if _shown_logs(row) else 0,
            }
            for row in placed
        ]
    }


def _shown_logs(row: object) -> int:
    """The records of a row that may be shown."""
    return 0 if _cell(row, "suppressed") else int(_cell(row, "logs") or 0)
