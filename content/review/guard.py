"""Keeps drafts to those who may read them, where Wagtail's own screens name them to all of the staff.

Seen in Wagtail 8.0.1: the page chooser, the question before a move, and the messages of the workflow's
addresses name any page; the report of page types names the last page that anybody edited.
"""

from collections.abc import Callable
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import Page
from wagtail.permissions import policy_registry

from content.models import HomePage
from content.review.queues import page_type, waiting_at_groups_of

# Parameters of the admin's addresses that name a page.
_PAGES: Final = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk")
# Reports that show pages of all sections in one list.
_WHOLE_SITE: Final = {
    "wagtailadmin_reports:page_types_usage",
    "wagtailadmin_reports:page_types_usage_results",
}
_ANY_RIGHT: Final = {"add", "change"}


class DraftGuard:
    """Middleware: an address of the admin that names a foreign draft is not found."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.answer(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        """Look at the address once it is known which screen it is."""
        match = request.resolver_match
        if not match or not match.route.startswith("cms/") or not request.user.is_authenticated:
            return
        if match.view_name in _WHOLE_SITE and not _edits_everything(request.user):
            raise PermissionDenied
        named = {int(kwargs[name]) for name in _PAGES if name in kwargs}
        if named and foreign_drafts(request.user).filter(pk__in=named).exists():
            raise Http404


def foreign_drafts(user: Any) -> QuerySet[Page]:
    """Pages that are not public and that this person may neither edit nor review."""
    found: QuerySet[Page] = Page.objects.filter(live=False).exclude(pk__in=_own(user).values("pk"))
    return found.exclude(pk__in=_under_review(user))


def choosable(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """For choosers: what is public, and one's own drafts."""
    return pages.filter(Q(live=True) | Q(pk__in=_own(request.user).values("pk")))


def admin_title(page: Page) -> str:
    """In lists, what is public is called by its public title: a new title is part of a draft."""
    return str(page.title if page.live else page.draft_title or page.title)


def _own(user: Any) -> QuerySet[Page]:
    found: QuerySet[Page] = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(
        user, _ANY_RIGHT
    )
    return found


def _under_review(user: Any) -> list[int]:
    """Pages at a step of this person's groups; keys of texts are words, keys of pages numbers."""
    rows = waiting_at_groups_of(user).filter(revision__base_content_type=page_type())
    return [int(key) for key in rows.values_list("revision__object_id", flat=True)]


def _edits_everything(user: Any) -> bool:
    home = HomePage.objects.first()
    return bool(home and home.permissions_for_user(user).can_edit())
