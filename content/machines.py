"""What search engines ask for: the list of pages, and where they may look."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps.sitemap_generator import Sitemap
from wagtail.contrib.sitemaps.views import sitemap as wagtail_sitemap

# Pages of one person, of staff, and addresses that answer machines.
PRIVATE = (
    "/cms/",
    "/me/",
    "/accounts/",
    "/api/",
    "/_allauth/",
    "/org/",
    "/m/",
    "/q/",
    "/evidence/",
    "/search/",
)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page with the day of its last change."""
    answer: HttpResponse = wagtail_sitemap(request, {"pages": Sitemap})
    return answer


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything but what belongs to one person; and where the list of pages is."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in PRIVATE),
        "",
        f"Sitemap: {request.build_absolute_uri(reverse('content:sitemap'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
