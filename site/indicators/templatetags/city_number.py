"""The city's number for templates of apps that may not import this one: `{% city_number as number %}`."""

from django import template

from indicators.selectors import city

register = template.Library()


@register.simple_tag
def city_number() -> city.CityNumbers:
    """Today, week, month and total, small numbers hidden."""
    return city.city_numbers()
