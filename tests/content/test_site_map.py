"""网站地图 leads to everything that can be read, and to nothing that cannot."""

import pytest

from content.models import ArticlePage, GuideIndexPage, NewsIndexPage, PlanPage
from content.selectors.site_map import SHOWN, site_map
from content.services.home import ensure_home_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def news() -> NewsIndexPage:
    home = ensure_home_page()
    column = NewsIndexPage(title="资讯", slug="news")
    home.add_child(instance=column)
    home.add_child(instance=GuideIndexPage(title="指南", slug="guides"))
    home.add_child(instance=PlanPage(title="草稿方案", slug="plan", live=False))
    return column


def add(column, number, **values):
    column.add_child(instance=ArticlePage(title=f"第{number}篇", slug=f"a{number}", **values))


def test_columns_are_shown_with_what_is_below_and_empty_ones_are_not(client, news):
    add(news, 1)
    add(news, 2, live=False)

    html = client.get("/site-map/").content.decode()

    assert '<a href="/news/">资讯</a>' in html
    assert '<a href="/news/a1/">第1篇</a>' in html
    assert "第2篇" not in html
    assert "草稿方案" not in html
    assert '<a href="/guides/"' not in html


def test_a_long_column_leads_to_the_rest(news):
    for number in range(SHOWN + 2):
        add(news, number)

    (column,) = site_map()

    assert (len(column.below), column.more) == (SHOWN, 2)


@pytest.mark.parametrize("many", [1, 5])
def test_the_map_costs_the_same_for_one_page_and_for_several(client, news, django_assert_num_queries, many):
    for number in range(many):
        add(news, number)
    client.get("/site-map/")

    with django_assert_num_queries(3):
        client.get("/site-map/")


def test_every_footer_leads_to_the_map(client):
    assert '<a href="/site-map/">网站地图</a>' in client.get("/privacy/").content.decode()


def test_a_site_without_pages_has_a_map_too(client):
    assert client.get("/site-map/").status_code == 200
