"""Template variables that this app brings to every page."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from content.selectors.site_facts import site_facts


def footer(request: HttpRequest) -> dict[str, Any]:
    """`facts`, read only where a template shows them: fragments have no footer."""
    return {"facts": SimpleLazyObject(site_facts)}
