"""Charts in templates: `{% chart_drawing chart %}` inside the partial indicators/charts/chart.html."""

from django import template
from django.utils.safestring import SafeString

from indicators.charts import Chart, svg

register = template.Library()


@register.simple_tag
def chart_drawing(chart: Chart) -> SafeString | str:
    """The drawing of a chart as SVG."""
    return svg.on_a_page(chart.drawing, f"c-{chart.key}") if chart.drawing else ""
