"""Charts in templates: `{% chart_drawing chart %}` inside the partial indicators/charts/chart.html."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from indicators.charts import Chart, svg

register = template.Library()


@register.simple_tag
def chart_drawing(chart: Chart) -> SafeString | str:
    """The drawing of a chart as SVG."""
    return svg.on_a_page(chart.drawing, f"c-{chart.key}") if chart.drawing else ""


@register.simple_tag
def chart_rows(chart: Chart) -> SafeString:
    """Head and body of a chart's table; in Python, because a template takes ten times as long."""
    head = "".join(_cell("th", cell, ' scope="col"', first=n == 0) for n, cell in enumerate(chart.head))
    body = "".join(
        "<tr>"
        + _cell("th", row[0], ' scope="row"', first=True)
        + "".join(_cell("td", c) for c in row[1:])
        + "</tr>"
        for row in chart.rows
    )
    return mark_safe(f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>")


def _cell(tag: str, words: str, attributes: str = "", *, first: bool = False) -> str:
    number = "" if first else ' class="ly-table__num"'
    return f"<{tag}{attributes}{number}>{escape(words)}</{tag}>"
