"""The plan's pages: both texts linked to each other, every paragraph citable, a fixed number of queries."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from content.models import PlanTaskPage
from content.services.plan_edition import load_plan_edition
from tests.content.sample import PARAGRAPHS, TITLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(edition_folder, publish) -> Client:
    """The sample plan with both texts."""
    load_plan_edition(folder=edition_folder)
    publish()
    return Client()


def html_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def inked(html: str) -> str:
    return "".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


PAGES = [
    "/plan/",
    "/plan/actions/",
    "/plan/actions/2/",
    "/plan/actions/2/1/",
    "/plan/actions/2/box-2/",
    "/plan/c2/",
    "/plan/c4/1/",
    "/plan/original/",
    "/plan/departments/",
    "/plan/indicators/",
    "/plan/versions/",
]


def test_every_page_has_one_heading_a_title_and_where_it_lies(site):
    for url in PAGES:
        html = html_of(site, url)
        assert html.count("<h1") == 1, url
        assert 'aria-label="所在位置"' in html, url
        assert html.count('href="/static/css/plan.css"') == 1, url
        assert " style=" not in html, url
        assert "打卡" not in html, url
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), url
        for target in re.findall(r'href="#([^"]+)"', html):
            assert target in ids, (url, target)


def test_a_task_shows_both_texts_linked_to_each_other(site):
    html = html_of(site, "/plan/actions/2/1/")

    assert "完善慢行系统，说得明白些。" in html
    paragraph = next(row for row in PARAGRAPHS if row.startswith("新建步行道"))
    assert paragraph in inked(html)
    assert 'href="#original"' in html
    assert 'href="#explanation"' in html
    assert 'href="/plan/original/#a2-t1"' in html
    assert 'id="a2-t1-p1"' in html
    assert 'href="/plan/actions/2/1/#a2-t1-p1"' in html
    assert "市交通运输局" in html
    assert "（牵头）" in inked(html)
    assert "行动2 · 任务1" in html


def test_the_full_text_is_the_document_word_for_word_and_leads_back(site):
    html = html_of(site, "/plan/original/")

    article = html[html.index("<article") : html.index("</article>")]
    without_links = re.sub(r"<a .*?</a>", "", article, flags=re.DOTALL)
    assert inked(without_links) == "文件原文" + "".join("".join(row.split()) for row in PARAGRAPHS)
    assert 'href="/plan/actions/2/1/"' in article
    for anchor in ("title", "p1", "c1-s2-p2", "a2-t1-p1", "b2-i3", "c4-s2-p1"):
        assert f'id="{anchor}"' in article
        if anchor != "title":
            assert f'href="/plan/original/#{anchor}"' in article


def test_without_the_official_text_the_pages_say_so(edition_folder):
    load_plan_edition(folder=edition_folder)
    client = Client()

    assert "原文还没有导入" in html_of(client, "/plan/original/")
    assert "原文还没有导入本站" in html_of(client, "/plan/actions/2/1/")
    assert "/plan/original/" not in html_of(client, "/plan/")


def test_without_our_words_the_pages_show_the_official_text(publish):
    publish()
    client = Client()

    html = html_of(client, "/plan/actions/2/1/")
    assert 'id="original"' in html
    assert 'id="explanation"' not in html
    assert TITLE in html_of(client, "/plan/")


def test_a_department_lists_its_tasks_in_the_order_of_the_plan(site):
    department = PlanTaskPage.objects.get(anchor="a2-t1").responsibilities.first().department
    html = html_of(site, reverse("content:department", kwargs={"slug": department.slug}))

    main = html[html.index("<main") : html.index("</main>")]
    assert re.findall(r'ly-linkcard__title">([^<]+)<', main) == ["完善慢行系统", "优化公交线路"]
    assert "行动2 · 低碳出行行动" in inked(main).replace("·", " · ")


def test_what_is_not_in_the_plan_is_not_found(site):
    for url in ("/plan/departments/nobody/", "/plan/actions/9/", "/plan/actions/2/9/"):
        assert site.get(url).status_code == 404, url


def test_before_there_is_a_plan_its_addresses_are_not_found(client):
    for name in ("plan-original", "department-list", "indicator-list"):
        assert client.get(reverse(f"content:{name}")).status_code == 404


def test_a_target_whose_year_has_passed_waits_for_the_official_result(site, time_machine_at):
    time_machine_at("2026-11-23")
    html = inked(html_of(site, "/plan/indicators/"))

    assert "可再生能源装机≥40万千瓦待公布目标年2025·完成情况以主管部门公布为准" in html
    assert "示范社区2–3个目标年2030" in html
    assert "progress" not in html_of(site, "/plan/indicators/")


def test_a_withdrawn_task_is_gone_from_every_page(site, publish):
    publish([row for row in PARAGRAPHS if not row.startswith(("2.优化公交", "每年评估"))])

    assert site.get("/plan/actions/2/2/").status_code == 404
    for url in ("/plan/actions/2/", "/plan/original/", "/plan/departments/"):
        assert "优化公交线路" not in html_of(site, url)


QUERIES = {
    "/plan/": 14,
    "/plan/actions/": 19,
    "/plan/actions/2/": 21,
    "/plan/actions/2/1/": 21,
    "/plan/actions/2/box-2/": 22,
    "/plan/original/": 4,
    "/plan/departments/": 2,
    "/plan/departments/jtj/": 8,
    "/plan/versions/": 3,
    "/plan/indicators/": 4,
}


def test_a_page_takes_the_same_queries_however_much_it_shows(site, django_assert_num_queries):
    site.get("/plan/")  # the addresses of the tree are cached by the first page
    for url, queries in QUERIES.items():
        with django_assert_num_queries(queries, info=url):
            site.get(url)


def test_the_whole_city_edition_takes_no_more_queries_than_the_sample(django_assert_num_queries):
    load_plan_edition(folder=settings.CITY.folder)
    client = Client()
    client.get("/plan/")
    for url in ("/plan/", "/plan/actions/", "/plan/indicators/", "/plan/departments/"):
        with django_assert_num_queries(QUERIES[url], info=url):
            client.get(url)
