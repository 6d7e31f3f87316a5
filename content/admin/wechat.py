"""导出公众号图文: look at the article, copy it, or take it away as a file."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.permissions import policy_registry

from carbon_points.admin.frames import frame
from content.models import ReadingPage
from content.wechat_draft.package import zipped
from content.wechat_draft.rendering import article_of

NAME, ICON = "导出公众号图文", "mail"


@require_safe
@never_cache
def article(request: HttpRequest, page_id: int) -> HttpResponse:
    """The article of the newest draft."""
    page = _draft(request, page_id)
    way = frame(NAME, ICON, (page.title, reverse("wagtailadmin_pages:edit", args=[page.pk])))
    context = {"page": page, "article": article_of(page), **way}
    return render(request, "content/admin/wechat.html", context)


@require_safe
@never_cache
def download(request: HttpRequest, page_id: int) -> HttpResponse:
    """The file."""
    page = _draft(request, page_id)
    answer = HttpResponse(zipped(article_of(page)), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="wechat-{page.pk}.zip"'
    return answer


def _draft(request: HttpRequest, page_id: int) -> Any:
    """The newest draft of a page that this person may edit. 404 for everybody else."""
    editable = policy_registry.get_by_type(Page).instances_user_has_permission_for(request.user, "change")
    found = get_object_or_404(editable.type(ReadingPage), pk=page_id)
    return found.get_latest_revision_as_object()


def wechat_button(page: Page, user: Any, **kwargs: Any) -> Iterator[Button]:
    """导出公众号图文, in the menu of a page to read."""
    if issubclass(page.specific_class, ReadingPage) and page.permissions_for_user(user).can_edit():
        yield Button(NAME, reverse("wechat:article", args=[page.pk]), icon_name=ICON, priority=70)


urlpatterns: list[URLPattern] = [
    path("<int:page_id>/", article, name="article"),
    path("<int:page_id>/zip/", download, name="zip"),
]
