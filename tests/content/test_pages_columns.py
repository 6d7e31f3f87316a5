"""Columns, feeds and machines' lists: what is public and newest, the same queries for one and for many."""

from datetime import timedelta
from typing import Any

import pytest

from content.models import (
    ArticlePage,
    CaseIndexPage,
    CasePage,
    CreationIndexPage,
    CreationPage,
    EnterprisePage,
    GuideIndexPage,
    GuidePage,
    InfoIndexPage,
    InfoPage,
    MaterialIndexPage,
    MaterialPage,
    NewsIndexPage,
    TrainingIndexPage,
    TrainingSessionPage,
)
from content.services.home import ensure_home_page
from core import clock

pytestmark = pytest.mark.django_db

# Column, its address, kind of page below it, what such a page needs, queries of the list.
COLUMNS: list[tuple[type, str, type, dict[str, Any], int]] = [
    (GuideIndexPage, "guides", GuidePage, {"category": "food"}, 11),
    (NewsIndexPage, "news", ArticlePage, {"kind": "notice"}, 11),
    (EnterprisePage, "enterprise", ArticlePage, {"kind": "knowledge"}, 11),
    (CaseIndexPage, "cases", CasePage, {"kind": "school", "subject": "一所学校"}, 11),
    (
        MaterialIndexPage,
        "materials",
        MaterialPage,
        {"kind": "poster", "rights_holder": "市", "licence": "ask"},
        11,
    ),
    (CreationIndexPage, "creation", CreationPage, {"who": "所有家庭"}, 10),
    (InfoIndexPage, "help", InfoPage, {}, 10),
    (TrainingIndexPage, "training", TrainingSessionPage, {}, 8),
]


def column(model: type, slug: str, **values: Any) -> Any:
    """A column below the front page."""
    page = model(title=f"栏目{slug}", slug=slug, **values)
    ensure_home_page().add_child(instance=page)
    return page


def fill(parent: Any, model: type, many: int, **values: Any) -> list[Any]:
    """Public pages below a column, each older than the one before."""
    pages = []
    for number in range(many):
        page = model(
            title=f"第{number}篇",
            slug=f"p{number}",
            summary=f"摘要{number}",
            first_published_at=clock.now() - timedelta(days=number),
            **values,
        )
        pages.append(parent.add_child(instance=page))
    return pages


@pytest.mark.parametrize(("model", "slug", "below", "values", "queries"), COLUMNS)
def test_a_column_costs_the_same_for_one_page_and_for_several(
    client, django_assert_num_queries, model, slug, below, values, queries
):
    parent = column(model, slug)
    fill(parent, below, 1, **values)
    client.get(f"/{slug}/")
    with django_assert_num_queries(queries):
        client.get(f"/{slug}/")
    parent.get_children().first().delete()

    fill(model.objects.get(), below, 5, **values)
    with django_assert_num_queries(queries):
        html = client.get(f"/{slug}/").content.decode()

    assert [f"第{number}篇" in html for number in range(5)] == [True] * 5
