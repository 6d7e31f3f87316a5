"""What templates of contests ask for."""

from django import template
from django.urls import reverse

from campaigns.contests.selectors.doing_now import DoingNow

register = template.Library()


@register.simple_tag
def address_of(now: DoingNow) -> str:
    """Where the button of today leads."""
    return reverse(now.url_name, args=now.args)
