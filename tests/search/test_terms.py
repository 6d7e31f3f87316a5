"""Counting what people search for, and the report of it."""

from datetime import date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from accounts.models import User
from accounts.services import staff
from search.models import SearchTerm
from search.services.terms import MOST_TERMS_A_DAY, forget_terms, record_search, term_of

pytestmark = pytest.mark.django_db


def rows() -> list[tuple[date, str, int, int]]:
    return list(SearchTerm.objects.order_by("day", "term").values_list("day", "term", "searches", "found"))


@pytest.fixture
def noon():
    with time_machine.travel(datetime.fromisoformat("2026-11-25T12:00:00+08:00"), tick=False):
        yield date(2026, 11, 25)


def test_a_term_is_counted_by_day_in_one_statement_with_the_best_count(noon):
    record_search(question="ＰＭ２．５", found=0)
    with CaptureQueriesContext(connection) as queries:
        record_search(question=" pm2.5  ", found=3)
        record_search(question="PM2.5", found=1)
    assert rows() == [(noon, "pm2.5", 3, 3)]
    written = [query["sql"] for query in queries if "search_searchterm" in query["sql"]]
    assert len(written) == 2


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("垃圾 分类", "垃圾 分类"),
        ("12345", "12345"),
        ("2026年", "2026年"),
        ("13800138000", ""),
        ("张三 138 0013 8000", ""),
        ("１３８００１３８０００", ""),
        ("43048119900101123x", ""),
        ("430481-19900101", ""),
        ("a@b.cn", ""),
        ("长" * 31, ""),
        ("长" * 30, "长" * 30),
    ],
)
def test_what_may_be_personal_is_not_kept(question, term, noon):
    assert term_of(question) == term
    record_search(question=question, found=0)
    assert SearchTerm.objects.count() == (1 if term else 0)


def test_a_machine_that_asks_for_everything_fills_no_disk(noon):
    SearchTerm.objects.bulk_create(SearchTerm(day=noon, term=str(n)) for n in range(MOST_TERMS_A_DAY))
    record_search(question="新词", found=0)
    record_search(question="7", found=0)
    assert SearchTerm.objects.count() == MOST_TERMS_A_DAY
    assert SearchTerm.objects.get(term="7").searches == 2


def test_terms_are_kept_for_thirteen_months(noon):
    for day in (date(2025, 9, 30), date(2025, 10, 1), noon):
        SearchTerm.objects.create(day=day, term="公交")
    assert forget_terms() == 1
    assert [row[0] for row in rows()] == [date(2025, 10, 1), noon]


@pytest.fixture
def editor(city) -> User:
    return staff.ensure_staff(username="bianji", nickname="编辑", password="a-long-secret", role="编辑")


def test_editors_see_what_was_not_found_and_put_a_page_on_top(editor, client, noon):
    for term, searches, found in (("充电宝", 5, 0), ("公交", 9, 4), ("<b>", 2, 0)):
        SearchTerm.objects.create(day=noon, term=term, searches=searches, found=found)
    client.force_login(editor)

    shown = client.get("/cms/reports/search-terms/").content.decode()
    assert "充电宝" in shown
    assert "&lt;b&gt;" in shown
    assert "公交" not in shown
    assert "公交" in client.get("/cms/reports/search-terms/?shown=all").content.decode()
    assert "/cms/reports/search-terms/" in client.get("/cms/").content.decode()

    answer = client.post("/cms/reports/search-terms/promote/", {"term": "充电宝"})
    query = Query.objects.get(query_string="充电宝")
    assert answer["Location"] == f"/cms/searchpicks/{query.pk}/"
    assert client.get(answer["Location"]).status_code == 200


def test_the_report_counts_a_term_once_over_several_days(editor, client, noon):
    for day, found in ((date(2026, 11, 1), 0), (date(2026, 11, 2), 2), (noon, 0)):
        SearchTerm.objects.create(day=day, term="公交", searches=2, found=found)
    client.force_login(editor)
    assert "公交" not in client.get("/cms/reports/search-terms/").content.decode()
    table = client.get("/cms/reports/search-terms/?shown=all&export=csv").getvalue().decode()
    assert table.splitlines() == ["搜索词,搜索次数,最多找到几条,最近一次", "公交,6,2,2026-11-25"]
    days = "day_from=2026-11-02&day_to=2026-11-02"
    some = client.get(f"/cms/reports/search-terms/?shown=all&export=csv&{days}").getvalue().decode()
    assert some.splitlines()[1] == "公交,2,2,2026-11-02"


def test_a_formula_in_a_term_stays_text_in_a_spreadsheet(editor, client, noon):
    SearchTerm.objects.create(day=noon, term="=1+1")
    client.force_login(editor)
    assert "'=1+1" in client.get("/cms/reports/search-terms/?export=csv").getvalue().decode()
    assert client.get("/cms/reports/search-terms/?export=xlsx").status_code == 200


@pytest.mark.parametrize("role", ["客服", "统计员", "核验员"])
def test_nobody_else_sees_the_report(role, city, client):
    other = staff.ensure_staff(username="other", nickname="其他", password="a-long-secret", role=role)
    client.force_login(other)
    # Wagtail sends who may not to its front page.
    assert client.get("/cms/reports/search-terms/").status_code in {302, 403}
    assert client.post("/cms/reports/search-terms/promote/", {"term": "充电宝"}).status_code in {302, 403}
    assert Query.objects.count() == SearchPromotion.objects.count() == 0
    assert "search-terms" not in client.get("/cms/").content.decode()


def test_the_task_forgets(noon):
    SearchTerm.objects.create(day=date(2020, 1, 1), term="公交")
    from search.tasks import forget  # noqa: PLC0415

    forget()
    assert SearchTerm.objects.count() == 0
