"""A guide: what it shows, the button that records, the reader's way on; and the whole seeded city."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from carbon_points.models import ActionLog
from content.models import GuidePage
from tests.content.seeded import seeded, seeded_module  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
GUIDE = "/guides/clean-plate/"
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>')


def html_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_the_three_lines_come_before_the_steps_and_the_sources_last(client):
    page = GuidePage.objects.get(slug="air-conditioner")
    html = html_of(client, "/guides/air-conditioner/")

    order = [html.index(point.value) for point in page.key_points]
    order += [html.index(f">{step.value['title']}<") for step in page.steps]
    order += [html.index(words) for words in ("安全提醒：", ">为什么<", ">依据和出处<")]
    assert order == sorted(order)
    assert "内容核对" in html
    assert "市发展和改革局" in html


def test_the_index_narrows_to_one_side_of_daily_life_and_ignores_an_unknown_one(client):
    farming = GuidePage.objects.live().filter(category="farming")
    html = html_of(client, "/guides/?category=farming")

    assert set(re.findall(r'href="/guides/([a-z0-9-]+)/"', html)) == {page.slug for page in farming}
    assert html.count('aria-current="true"') == 1
    assert "全部" in html
    assert html_of(client, "/guides/?category=nothing").count("ly-guide__title") == 24


def test_a_guest_who_did_it_is_sent_to_sign_in_and_nothing_is_recorded_yet(client):
    form = re.search(r'aria-label="记录这件事".*?</form>', html_of(client, GUIDE), re.DOTALL).group()
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    before = ActionLog.objects.count()

    answer = client.post(reverse("carbon_points:quick-log"), fields)

    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")
    assert fields["action"] == "FD-CLEANPLATE"
    assert ActionLog.objects.count() == before


def test_the_button_shows_only_for_an_action_that_residents_can_record(client):
    page = GuidePage.objects.get(slug="clean-plate")
    assert "我做到了" in html_of(client, GUIDE)

    page.linked_action.is_open = False
    page.linked_action.save()
    assert "我做到了" not in html_of(client, GUIDE)


def test_reading_aloud_is_hidden_until_the_browser_says_that_it_can(client):
    html = html_of(client, GUIDE)

    assert re.search(r'data-tool="speak"\s+hidden', html)
    assert "js/read_aloud.js" in html


def test_what_is_shared_has_title_summary_and_an_absolute_picture(client):
    page = GuidePage.objects.get(slug="air-conditioner")
    html = html_of(client, "/guides/air-conditioner/")
    tags = dict(re.findall(r'<meta property="og:(\w+)"\s+content="([^"]*)"', html))

    assert (tags["title"], tags["description"]) == (page.title, page.summary)
    assert tags["url"] == "http://testserver/guides/air-conditioner/"
    assert re.fullmatch(r"http://testserver/(uploads|static)/\S+\.(jpg|png)", tags["image"])


def test_structured_data_says_what_the_page_says_and_cannot_end_its_element(client):
    page = GuidePage.objects.get(slug="air-conditioner")
    page.title = "空调</script><b>&"
    page.save()
    html = html_of(client, "/guides/air-conditioner/")
    found = [json.loads(text) for text in DATA.findall(html)]

    assert [one["@type"] for one in found] == ["HowTo", "BreadcrumbList"]
    assert found[0]["name"] == page.title
    assert [step["name"] for step in found[0]["step"]] == [step.value["title"] for step in page.steps]
    assert [item["name"] for item in found[1]["itemListElement"]] == ["首页", "低碳生活指南", page.title]


def test_a_guide_leads_to_the_plan_and_to_guides_of_the_same_thing(client):
    html = html_of(client, "/guides/air-conditioner/")

    assert 'href="/plan/actions/10/2/"' in html
    related = html[html.index('id="related"') :]
    assert re.findall(r'href="/guides/([a-z-]+)/"', related)
    assert "/guides/air-conditioner/" not in re.findall(r'href="(/guides/[a-z-]+/)"', related)


EVERY = [
    "/",
    "/guides/",
    "/guides/air-conditioner/",
    "/news/",
    "/news/citizen-ten-rules/",
    "/cases/",
    "/cases/school-canteen-scale/",
    "/materials/",
    "/materials/poster-four-bins/",
    "/enterprise/",
    "/enterprise/green-purchasing/",
    "/training/",
    "/training/carbon-basics-for-cadres/",
    "/creation/",
    "/creation/green-family/",
    "/theme-days/",
    "/help/",
    "/help/questions/",
]


def test_every_kind_of_page_has_one_heading_a_way_back_and_no_inline_style(client):
    for url in EVERY:
        html = html_of(client, url)
        assert html.count("<h1") == 1, url
        assert url == "/" or 'aria-label="所在位置"' in html, url
        assert " style=" not in html, url
        assert not re.findall(r"<script(?![^>]*(src=|ld\+json))", html), url
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), url
        for word in ("打卡", "集赞", "抽奖", "倒计时"):
            assert word not in html, (url, word)


def test_a_sample_says_so_in_its_list_and_on_its_page(client):
    assert "示例" in html_of(client, "/cases/")
    html = html_of(client, "/cases/school-canteen-scale/")
    assert "这是示例页面" in html


def test_a_creation_is_a_draft_until_its_standard_is_confirmed_and_adds_up(client):
    html = html_of(client, "/creation/green-family/")

    assert "征求意见稿" in html
    assert html.count('type="checkbox"') == 10
    points = re.findall(r'ly-table__num">(\d+)<', html)
    assert sum(map(int, points[:-1])) == int(points[-1]) == 100


def test_large_print_shows_no_ad_and_four_tabs(client):
    assert "公益广告" in html_of(client, GUIDE)
    assert "公益广告" in html_of(client, "/")

    client.cookies["mode"] = "care"
    for url in (GUIDE, "/"):
        html = html_of(client, url)
        assert "公益广告" not in html
        assert html.count("ly-tabs__link") == 4


def test_the_front_page_shows_a_guide_the_next_day_and_three_news(client):
    html = html_of(client, "/")

    assert html.count("ly-guide__title") == 1
    assert html.count("ly-nextday__name") == 1
    assert html.count("ly-newsrow__title") == 3
    assert 'href="/enterprise/"' in html
