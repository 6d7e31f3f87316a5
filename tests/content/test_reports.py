"""The reports of the content: what they find, what they cost, who reads them, what a file of them holds."""

import io
import json
from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from openpyxl import load_workbook
from wagtail.models import Page, ReferenceIndex

from accounts.models import User
from accounts.services.roles import ensure_roles
from content.models import (
    ArticlePage,
    GuideIndexPage,
    GuidePage,
    LinkCheck,
    NewsIndexPage,
    PageLink,
    ThemeDayIndexPage,
)
from content.reports import columns, links, pictures, times
from content.reports.export import csv_file, xlsx_file
from content.reports.tables import REPORTS
from content.services.home import ensure_home_page
from core import clock
from media.models import Picture

pytestmark = pytest.mark.django_db
NOON = datetime.fromisoformat("2026-12-01T12:00:00+08:00")
DAY = timedelta(days=1)


@pytest.fixture
def news(time_machine) -> NewsIndexPage:
    """The column 资讯, to be kept up every two weeks."""
    time_machine.move_to(NOON, tick=False)
    column = NewsIndexPage(title="资讯", slug="news", update_within_days=14)
    ensure_home_page().add_child(instance=column)
    return column


def article(column: Page, title: str = "稿件", *, ago: timedelta = timedelta(), **values) -> ArticlePage:
    page = ArticlePage(title=title, slug=f"a{Page.objects.count()}", **values)
    column.add_child(instance=page)
    Page.objects.filter(pk=page.pk).update(last_published_at=NOON - ago)
    return page


def picture(description: str = "两位居民在公交站等车") -> Picture:
    made: Picture = Picture.objects.create(
        title="图", description=description, file="x.jpg", width=1, height=1
    )
    return made


@pytest.fixture
def reader(client: Client) -> Client:
    ensure_roles()
    user = User.objects.create_user(username="reviewer", is_staff=True)
    user.groups.add(Group.objects.get(name="一审"))
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("days", "state"), [(0, "fresh"), (9, "fresh"), (10, "soon"), (13, "soon"), (14, "late")]
)
def test_two_weeks_are_warned_of_from_the_tenth_day(news, days, state):
    article(news, ago=days * DAY)

    assert {row.title: row.state for row in columns.freshness()} == {"资讯": state, "绿动耒阳": state}


def test_what_is_new_below_a_column_counts_and_a_column_or_a_draft_does_not(news):
    article(news, ago=20 * DAY)
    draft = article(news, ago=DAY)
    Page.objects.filter(pk=draft.pk).update(live=False)
    other = GuideIndexPage(title="指南", slug="guides")
    Page.objects.get(pk=news.pk).get_parent().add_child(instance=other)

    rows = {row.title: row.days for row in columns.freshness()}

    assert rows == {"绿动耒阳": 20, "资讯": 20}
    assert [row.title for row in columns.stale_columns()] == [row.title for row in columns.freshness()]


def test_a_column_that_never_had_anything_comes_first(news):
    assert [(row.title, row.days, row.state) for row in columns.freshness()][:1] == [
        ("绿动耒阳", None, "late")
    ]


def test_a_column_without_anything_public_is_empty(news):
    assert [page.title for page in columns.empty_columns()] == ["资讯"]
    assert columns.empty_column_ids() == {news.pk}

    draft = article(news)
    Page.objects.filter(pk=draft.pk).update(live=False)
    assert columns.empty_column_ids() == {news.pk}

    article(news)
    assert columns.empty_column_ids() == set()


def test_a_column_that_takes_no_pages_is_never_empty(news):
    calendar = ThemeDayIndexPage(title="主题日", slug="theme-days")
    news.add_sibling(instance=calendar)

    assert columns.empty_column_ids() == {news.pk}


def test_pictures_without_words_are_found_in_the_library_and_on_pages(news):
    told, silent = picture(), picture(description="")

    def block(image, **values):
        value = {"image": image.pk, "decorative": False, "alt_text": "", **values}
        return {"type": "picture", "value": {"image": value, "caption": ""}}

    page = article(
        news,
        body=json.dumps(
            [block(told, alt_text="等车的人"), block(silent), block(told, decorative=True), block(told)]
        ),
    )
    ReferenceIndex.create_or_update_for_object(page)

    assert [row.pk for row in pictures.undescribed_pictures()] == [silent.pk]
    found = pictures.silent_pictures()
    assert [(row.page_id, row.picture_id) for row in found] == [(page.pk, silent.pk), (page.pk, told.pk)]


def test_a_page_past_its_day_of_checking_is_named(news):
    article(news, "过期", review_due_on=date(2026, 11, 30))
    article(news, "今天", review_due_on=date(2026, 12, 1))
    article(news, "没有日期")

    assert [(row.title, row.kind, row.due_on) for row in times.overdue_reviews()] == [
        ("过期", "资讯文章", date(2026, 11, 30))
    ]


def test_what_comes_down_within_two_weeks_is_named(news):
    article(news, "后天", expire_at=NOON + 2 * DAY)
    article(news, "明天", expire_at=NOON + DAY)
    article(news, "下月", expire_at=NOON + 30 * DAY)

    assert [row.title for row in times.ending_soon()] == ["明天", "后天"]


def test_dead_links_are_counted_by_their_places(news):
    one, two = article(news), article(news)
    dead = LinkCheck.objects.create(url="https://a.example/", host="a.example", state="broken", due_at=NOON)
    fine = LinkCheck.objects.create(url="https://b.example/", host="b.example", state="fine", due_at=NOON)
    PageLink.objects.create(page=one, outside=dead)
    PageLink.objects.create(page=two, outside=dead)
    PageLink.objects.create(page=two, outside=fine)
    PageLink.objects.create(page=two, path="/x/", fault="没有这个页面")
    PageLink.objects.create(page=two, path="/y/")

    assert links.dead_links_count() == 3
    assert [row.url for row in links.outside_links()] == ["https://a.example/", "https://b.example/"]


@pytest.mark.parametrize(
    ("slug", "queries"),
    [
        ("inside-links", 1),
        ("outside-links", 3),
        ("empty-columns", 1),
        ("manuscripts", 2),
    ],
)
@pytest.mark.parametrize("many", [1, 3])
def test_a_report_costs_the_same_for_one_row_and_for_several(
    news, django_assert_num_queries, slug, queries, many
):
    for number in range(many):
        page = article(news)
        check = LinkCheck.objects.create(url=f"https://a.example/{number}", host="a.example", due_at=NOON)
        PageLink.objects.create(page=page, outside=check)
        PageLink.objects.create(page=page, path="/x/", fault="没有这个页面")
        news.add_sibling(instance=GuideIndexPage(title="空", slug=f"empty{number}"))
    REPORTS[slug].rows()

    with django_assert_num_queries(queries):
        rows = REPORTS[slug].rows()
    if slug != "manuscripts":
        assert len(rows) == many


@pytest.mark.parametrize("many", [1, 3])
def test_reports_over_all_kinds_of_pages_cost_a_query_for_each_kind(news, django_assert_num_queries, many):
    guides = GuideIndexPage(title="指南", slug="guides", update_within_days=30)
    news.add_sibling(instance=guides)
    for number in range(many):
        article(news, expire_at=NOON + DAY, review_due_on=date(2026, 1, 1))
        guides.add_child(instance=GuidePage(title="指南", slug=f"g{number}", category="food"))
    for slug in ("freshness", "overdue", "ending"):
        REPORTS[slug].rows()

    with django_assert_num_queries(QUERIES["freshness"]):
        columns.freshness()
    with django_assert_num_queries(QUERIES["overdue"]):
        times.overdue_reviews()
    with django_assert_num_queries(QUERIES["ending"]):
        times.ending_soon()


# A query for each model: columns, pages to read, snippets with a date.
QUERIES = {"freshness": 14, "overdue": 9, "ending": 4}


@pytest.mark.parametrize("slug", REPORTS)
def test_every_report_is_shown_and_has_words_for_nothing(reader, slug):
    html = reader.get(f"/cms/content-reports/{slug}/").content.decode()

    assert REPORTS[slug].title in html
    assert REPORTS[slug].intro in html


def test_all_reports_are_reached_from_one_page(reader):
    html = reader.get("/cms/content-reports/").content.decode()

    assert [report.title in html for report in REPORTS.values()] == [True] * 8
    assert "/cms/content-reports/" in reader.get("/cms/").content.decode()


@pytest.mark.parametrize(
    ("role", "status"), [("编辑", 200), ("三审", 200), ("系统管理员", 200), ("客服", 302), ("统计员", 302)]
)
def test_editors_and_reviewers_read_reports(client, role, status):
    ensure_roles()
    user = User.objects.create_user(username="staff", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)

    assert client.get("/cms/content-reports/").status_code == status
    assert client.get("/cms/content-reports/freshness/?export=csv").status_code == status


def test_an_unknown_report_is_not_found(reader):
    assert reader.get("/cms/content-reports/none/").status_code == 404


def test_a_file_holds_all_rows_and_no_formula(reader, news):
    article(news, "=1+1", review_due_on=date(2026, 1, 1))
    article(news, "普通", review_due_on=date(2026, 1, 2))

    text = reader.get("/cms/content-reports/overdue/?export=csv").content.decode("utf-8-sig")
    answer = reader.get("/cms/content-reports/overdue/?export=xlsx")

    assert text.split("\r\n")[:3] == [
        "页面,类型,应在此日前核对,负责单位",
        "'=1+1,资讯文章,2026-01-01,",
        "普通,资讯文章,2026-01-02,",
    ]
    assert answer["Content-Disposition"] == 'attachment; filename="overdue.xlsx"'
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert [row[0] for row in sheet.values] == ["页面", "'=1+1", "普通"]
    assert {cell.data_type for row in sheet.rows for cell in row if cell.value is not None} == {"s"}


def test_numbers_stay_numbers_in_a_workbook():
    sheet = load_workbook(io.BytesIO(xlsx_file(("数",), [[3], ["-3"]]))).active

    assert [row[0] for row in sheet.values] == ["数", 3, "'-3"]
    assert csv_file(("数",), [[3], ["@x"]]).decode("utf-8-sig") == "数\r\n3\r\n'@x\r\n"


def test_the_admins_front_page_warns(reader, news):
    article(news, ago=12 * DAY)
    PageLink.objects.create(page=news, path="/x/", fault="没有这个页面")

    html = reader.get("/cms/").content.decode()

    assert "1 个失效链接" in html
    assert "已过 12 天，应在 14 天内更新" in html
    assert clock.now() == NOON
