"""Paragraphs of the official text of the plan."""

from collections.abc import Sequence

from django.urls import reverse

from content.models import PlanPage, PlanPassage
from content.selectors.plan import label_of
from search.sources.base import Row, Source
from search.sources.pages import public_pages


def _public(keys: Sequence[str]) -> set[str]:
    """Those of a published plan. A paragraph whose page was taken down still stands in the document."""
    plans = public_pages().type(PlanPage).values("pk")
    rows = PlanPassage.objects.filter(pk__in=keys, plan_id__in=plans).values_list("pk", flat=True)
    return set(map(str, rows))


def _rows(keys: Sequence[str]) -> dict[str, Row]:
    document = reverse("content:plan-original")
    rows = {}
    for one in PlanPassage.objects.filter(pk__in=keys).select_related("plan", "page"):
        # The pages of chapters show their paragraphs; those before and after them stand in the document only.
        page = one.page if one.page and one.page.live and one.page_id != one.plan_id else None
        address = page.url if page else document
        rows[str(one.pk)] = Row(
            title=page.title if page else one.plan.title,
            url=f"{address}#{one.anchor}",
            summary="",
            text=one.text,
            label="方案原文",
            where=_where(one.anchor),
        )
    return rows


def _where(anchor: str) -> str:
    """行动10 · 任务2 of a10-t2-p1; of a paragraph outside the chapters nothing."""
    part = anchor.rsplit("-p", 1)[0]
    try:
        return label_of(part)
    except KeyError:
        return ""


PASSAGES = Source(model=PlanPassage, tab_of=lambda model: "plan", public=_public, rows=_rows)
