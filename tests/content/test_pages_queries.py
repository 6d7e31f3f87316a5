"""A page to read takes the same number of queries alone and with company."""

from typing import Any

import pytest

from content.models import (
    ArticlePage,
    CaseIndexPage,
    CasePage,
    CreationIndexPage,
    CreationPage,
    GuideIndexPage,
    GuidePage,
    InfoIndexPage,
    InfoPage,
    MaterialIndexPage,
    MaterialPage,
    NewsIndexPage,
    ThemeDay,
    TrainingIndexPage,
    TrainingSessionPage,
)
from content.services.home import ensure_home_page

pytestmark = pytest.mark.django_db

PAGES: list[tuple[type, type, dict[str, Any], int]] = [
    (GuideIndexPage, GuidePage, {"category": "food"}, 12),
    (NewsIndexPage, ArticlePage, {"kind": "notice"}, 12),
    (CaseIndexPage, CasePage, {"kind": "school", "subject": "一所学校"}, 11),
    (MaterialIndexPage, MaterialPage, {"kind": "poster", "rights_holder": "市", "licence": "ask"}, 11),
    (CreationIndexPage, CreationPage, {"who": "所有家庭"}, 11),
    (InfoIndexPage, InfoPage, {}, 11),
    (TrainingIndexPage, TrainingSessionPage, {}, 12),
]


@pytest.mark.parametrize(("column", "model", "values", "queries"), PAGES)
def test_a_page_costs_the_same_alone_and_with_five_related(
    client, django_assert_num_queries, column, model, values, queries
):
    day = ThemeDay.objects.create(
        name="地球日", slug="earth", rule="fixed", month=4, day=22, description="一天", source="决议"
    )
    parent = column(title="栏目", slug="column")
    ensure_home_page().add_child(instance=parent)
    page = parent.add_child(instance=model(title="本页", slug="this", theme_day=day, **values))
    client.get(page.url)
    with django_assert_num_queries(queries):
        client.get(page.url)

    for number in range(5):
        other = model(title=f"第{number}篇", slug=f"p{number}", theme_day=day, **values)
        parent.add_child(instance=other)
    with django_assert_num_queries(queries):
        html = client.get(page.url).content.decode()

    assert [f"第{number}篇" in html for number in range(5)] == [True] * 5
