"""Columns, feeds and machines' lists: what is public and newest, the same queries for one and for many."""

import re
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
    TrainingAttendance,
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
    (CreationIndexPage, "creation", CreationPage, {"who": "所有家庭"}, 11),
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


def test_a_column_without_pages_says_what_to_do(client):
    column(NewsIndexPage, "news")

    html = client.get("/news/").content.decode()

    assert "这里还没有文章" in html
    assert 'href="/site-map/"' in html


def test_long_lists_are_turned_and_keep_what_was_chosen(client):
    parent = column(NewsIndexPage, "news")
    fill(parent, ArticlePage, 14, kind="notice")
    parent.add_child(instance=ArticlePage(title="一条动态", slug="one", kind="news"))

    html = client.get("/news/?kind=notice&page=2").content.decode()

    assert html.count("ly-newsrow__title") == 2
    assert "一条动态" not in html
    assert "?kind=notice&amp;page=1" in html


def test_a_policy_and_what_explains_it_point_at_each_other(client):
    parent = column(NewsIndexPage, "news")
    policy, reading = fill(parent, ArticlePage, 2, kind="policy")
    reading.kind, reading.interprets = "interpretation", policy
    reading.save()

    assert f'href="{policy.url}"' in client.get(reading.url).content.decode()
    html = client.get(policy.url).content.decode()
    assert "这份文件的解读" in html
    assert f'href="{reading.url}"' in html

    reading.live = False
    reading.save()
    assert "这份文件的解读" not in client.get(policy.url).content.decode()


def test_feeds_list_what_is_public_the_newest_first(client, django_assert_num_queries):
    parent = column(NewsIndexPage, "news")
    first, second = fill(parent, ArticlePage, 2)
    parent.add_child(instance=ArticlePage(title="草稿", slug="draft", live=False))
    client.get("/feed/")

    with django_assert_num_queries(3):
        everything = client.get("/feed/").content.decode()
    with django_assert_num_queries(5):
        news = client.get("/feed/news/").content.decode()

    for text in (everything, news):
        assert text.index("第0篇") < text.index("第1篇")
        assert "草稿" not in text
        assert f"<id>http://testserver{first.url}</id>" in text
    assert client.get("/feed/nowhere/").status_code == 404
    assert client.get(f"/feed/{second.slug}/").status_code == 404


def test_the_list_for_search_engines_has_public_pages_and_robots_lead_to_it(client):
    parent = column(NewsIndexPage, "news")
    (page,) = fill(parent, ArticlePage, 1)
    parent.add_child(instance=ArticlePage(title="草稿", slug="draft", live=False))

    listed = client.get("/sitemap.xml").content.decode()
    robots = client.get("/robots.txt").content.decode()

    assert page.url in listed
    assert "/news/draft/" not in listed
    assert "Disallow: /me/" in robots
    assert "Sitemap: http://testserver/sitemap.xml" in robots


def test_menus_leave_out_empty_columns(client):
    column(CaseIndexPage, "cases")
    fill(column(NewsIndexPage, "news"), ArticlePage, 1)

    html = client.get("/").content.decode()

    assert 'ly-doors__link" href="/news/"' in html
    assert 'href="/cases/"' not in html


def test_attendance_is_shown_by_unit_with_its_sum(client):
    (session,) = fill(column(TrainingIndexPage, "training"), TrainingSessionPage, 1)
    for unit, people in (("甲局", 30), ("乙镇", 12)):
        TrainingAttendance.objects.create(session=session, unit=unit, people=people)

    html = client.get(session.url).content.decode()

    assert re.findall(r'ly-table__num">(\d+)<', html) == ["30", "12", "42"]
    assert "只记到场人数" in html


def test_lectures_are_told_apart_by_whether_they_were(client):
    parent = column(TrainingIndexPage, "training")
    for slug, moved in (("ahead", 3), ("past", -3), ("open", None)):
        starts = clock.now() + timedelta(days=moved) if moved else None
        parent.add_child(instance=TrainingSessionPage(title=slug, slug=slug, starts_at=starts))

    html = client.get("/training/").content.decode()

    words = ("就要开讲", ">ahead<", "时间待定", ">open<", "已经讲过", ">past<")
    places = [html.index(word) for word in words]
    assert places == sorted(places)
