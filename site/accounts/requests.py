"""What middleware and decorators promise about a request, for the type checker."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class PageRequest(HttpRequest):
    """Knows whether htmx asked."""

    htmx: HtmxDetails


class ResidentRequest(PageRequest):
    """Behind login_required."""

    user: User
