"""Keeps drafts to those who may read them, where Wagtail's own screens name them to all of the staff.

Seen in Wagtail 8.0.1: the page chooser, the questions before a move and before actions on many, and the
messages of the workflow's addresses name any page or file; the report of page types names the last page that
anybody edited; the API of pictures and documents lists those of all collections.
"""

from collections.abc import Callable
from typing import Any, Final

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import CollectionMember, Page
from wagtail.permissions import policy_registry

from accounts.models import User
from accounts.staff_views import STAFF
from content.models import HomePage
from content.review.queues import page_type, waiting_at_groups_of
from content.review.setup import reviewed_snippets

# Parameters of the admin's addresses that name a page.
_PAGES: Final = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk")
# Reports that show pages of all sections in one list.
_WHOLE_SITE: Final = {
    "wagtailadmin_reports:page_types_usage",
    "wagtailadmin_reports:page_types_usage_results",
}
_FILE_API: Final = ("wagtailadmin_api:images", "wagtailadmin_api:documents")
_BULK: Final = "wagtail_bulk_action"
_CHOSEN: Final = "wagtailadmin_choose_page_chosen_multiple"
# Choosers of snippets list drafts too, and ask for no right; some screens of the workflow name any snippet.
_SNIPPETS: Final = ("wagtailsnippetchoosers_content_", "wagtailsnippets_content_")
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
        match, user = request.resolver_match, request.user
        if not match or not match.route.startswith("cms/") or not user.is_authenticated or user.is_superuser:
            return
        if match.view_name.startswith(_FILE_API):
            raise PermissionDenied
        if match.view_name in _WHOLE_SITE and not _edits_everything(user):
            raise PermissionDenied
        if match.view_name.startswith(_SNIPPETS):
            _ensure_writes_or_reads(user, match.view_name, kwargs.get("pk"))
        _ensure_no_foreign(user, {int(kwargs[name]) for name in _PAGES if name in kwargs})
        if match.view_name == _CHOSEN:
            _ensure_no_foreign(user, _numbers(request))
        elif match.view_name == _BULK:
            _ensure_own(request, apps.get_model(kwargs["app_label"], kwargs["model_name"]))


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


def _ensure_no_foreign(user: Any, pages: set[int]) -> None:
    if pages and foreign_drafts(user).filter(pk__in=pages).exists():
        raise Http404


def _ensure_writes_or_reads(user: Any, view_name: str, key: Any) -> None:
    """Snippets with drafts are for those who write them, and for the reviewers at whose step they wait."""
    name = view_name.partition(":")[0].rpartition("_")[2]
    if name not in {model._meta.model_name for model in reviewed_snippets()}:
        return
    waiting = waiting_at_groups_of(user).filter(
        revision__base_content_type__app_label="content", revision__base_content_type__model=name
    )
    if not user.has_perm(f"content.change_{name}") and not waiting.filter(revision__object_id=key).exists():
        raise PermissionDenied


def _ensure_own(request: HttpRequest, model: Any) -> None:
    """An action on many names all of them, also those it then refuses to touch."""
    user, rows = request.user, model.objects.all()
    if "all" not in request.GET.getlist("id"):
        rows = rows.filter(pk__in=_numbers(request))
    if issubclass(model, Page):
        under = request.GET.get("childOf", "")
        named = rows.filter(path__startswith=Page.objects.get(pk=under).path) if under.isdecimal() else rows
        _ensure_no_foreign(user, set(named.values_list("pk", flat=True)))
    elif issubclass(model, CollectionMember):
        policy = policy_registry.get_by_type(model)
        own = policy.instances_user_has_any_permission_for(user, {"add", "change", "delete", "choose"})
        if rows.exclude(pk__in=own.values("pk")).exists():
            raise Http404
    elif not user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}") or (
        issubclass(model, User) and rows.exclude(STAFF).exists()
    ):
        raise PermissionDenied


def _numbers(request: HttpRequest) -> set[int]:
    """The numbers in ?id=…&id=…"""
    asked = request.GET.getlist("id")
    return {int(one) for one in asked if one.isascii() and one.isdigit() and len(one) < 19}


def _edits_everything(user: Any) -> bool:
    home = HomePage.objects.first()
    return bool(home and home.permissions_for_user(user).can_edit())
