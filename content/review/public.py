"""What is public now, for the desk that can take it down."""

from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.http import Http404
from django.shortcuts import get_object_or_404
from wagtail.models import Page, Revision

from content.review.setup import reviewed_snippets

PAGES = "page"


def kinds() -> dict[str, str]:
    """What can be taken down: the word in the address, and what people call it."""
    names = {str(model._meta.model_name): str(model._meta.verbose_name) for model in reviewed_snippets()}
    return {PAGES: "页面", **names}


def public(kind: str, words: str) -> QuerySet[Any]:
    """Live and scheduled ones of a kind whose title contains the words, the newest first. 404 if unknown."""
    model = _model(kind)
    scheduled = Revision.objects.filter(
        base_content_type__app_label=model._meta.app_label,
        base_content_type__model=model._meta.model_name,
        object_id=OuterRef("key"),
        approved_go_live_at__isnull=False,
    )
    rows = model.objects.annotate(key=Cast("pk", CharField())).annotate(scheduled=Exists(scheduled))
    rows = rows.filter(Q(live=True) | Q(scheduled=True))
    if model is Page:
        rows = rows.filter(depth__gt=1).select_related("content_type")
    if words:
        rows = rows.filter(**{f"{_title_of(model)}__icontains": words})
    found: QuerySet[Any] = rows.order_by(F("last_published_at").desc(nulls_first=True), "-pk")
    return found


def public_one(kind: str, pk: int) -> Any:
    """One of them. 404 for what is not public."""
    found = get_object_or_404(public(kind, ""), pk=pk)
    return found.specific if isinstance(found, Page) else found


def _model(kind: str) -> Any:
    models = {PAGES: Page, **{model._meta.model_name: model for model in reviewed_snippets()}}
    if kind not in models:
        raise Http404
    return models[kind]


def _title_of(model: Any) -> str:
    return "title" if hasattr(model, "title") else "name"
