"""The search page, suggestions and the API as visitors use them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page, PageViewRestriction

from carbon_points.models import Action
from content.models import HomePage
from core import clock
from search.models import SearchTerm
from search.services.index import reindex
from tests.content.conftest import publish

pytestmark = pytest.mark.django_db
__all__ = ["publish"]


def titles(client, question: str, **more: str) -> list[str]:
    answer = client.get("/search/", {"q": question, **more})
    assert answer.status_code == 200
    return [result.title for result in answer.context["results"]]


def add(title: str, slug: str, **values: object) -> HomePage:
    return HomePage.objects.get(slug="home").add_child(instance=HomePage(title=title, slug=slug, **values))


def test_the_page_shows_marked_titles_and_counts_for_each_kind(city, client):
    answer = client.get("/search/", {"q": "公交"})
    shown = answer.content.decode()
    assert "乘<mark>公交</mark>" in shown
    assert [tab["label"].split()[0] for tab in answer.context["tabs_offered"]][:1] == ["全部"]
    assert {"方案", "行为"} <= {tab["label"].split()[0] for tab in answer.context["tabs_offered"]}
    counts = [int(tab["label"].split()[1]) for tab in answer.context["tabs_offered"]]
    assert counts[0] == sum(counts[1:])
    only = client.get("/search/", {"q": "公交", "tab": "actions"})
    assert {result.tab for result in only.context["results"]} == {"actions"}


def test_an_empty_question_is_a_page_with_a_box_and_is_not_counted(client, city):
    for question in ("", "   ", "\u200b"):
        answer = client.get("/search/", {"q": question})
        assert answer.status_code == 200
        assert 'name="q"' in answer.content.decode()
    assert SearchTerm.objects.count() == 0


@pytest.mark.parametrize(
    "question", ['"', "“”", "<script>alert(1)</script>", "%", "' OR 1=1", "x" * 500, "()"]
)
def test_odd_questions_get_an_honest_answer(question, client, city):
    answer = client.get("/search/", {"q": question})
    assert answer.status_code == 200
    assert "没有找到" in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()


def test_drafts_private_expired_unpublished_and_deleted_pages_are_not_found(city, client):
    page = add("琉璃瓦", "tiles")
    assert titles(client, "琉璃瓦") == ["琉璃瓦"]

    page.expire_at = clock.now() - timedelta(minutes=1)
    page.save()
    assert titles(client, "琉璃瓦") == []
    page.expire_at = None
    page.save()

    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert titles(client, "琉璃瓦") == []
    restriction.delete()

    below = page.add_child(instance=HomePage(title="琉璃瓦下", slug="below"))
    group = PageViewRestriction.objects.create(page=page, restriction_type="groups")
    group.groups.add(Group.objects.first())
    assert titles(client, "琉璃瓦") == []
    group.delete()
    assert sorted(titles(client, "琉璃瓦")) == ["琉璃瓦", "琉璃瓦下"]

    page.unpublish()
    assert titles(client, "琉璃瓦") == ["琉璃瓦下"]
    below.delete()
    assert titles(client, "琉璃瓦") == []
    page.save_revision().publish()
    assert titles(client, "琉璃瓦") == ["琉璃瓦"]


def test_a_draft_of_a_published_page_is_not_found(city, client):
    page = add("琉璃瓦", "tiles")
    page.title = "青花瓷"
    page.save_revision()
    assert titles(client, "青花瓷") == []
    assert titles(client, "琉璃瓦") == ["琉璃瓦"]
    page.latest_revision.publish()
    assert titles(client, "青花瓷") == ["青花瓷"]
    assert titles(client, "琉璃瓦") == []


def test_pages_of_another_tree_are_not_found(city, client):
    Page.get_first_root_node().add_child(instance=HomePage(title="琉璃瓦", slug="elsewhere"))
    assert titles(client, "琉璃瓦") == []


def test_a_moved_page_is_found_at_its_new_address(city, client):
    page, other = add("琉璃瓦", "tiles"), add("别处", "other")
    page.move(other, pos="last-child")
    answer = client.get("/search/", {"q": "琉璃瓦"})
    assert [result.url for result in answer.context["results"]] == ["/other/tiles/"]


def test_actions_are_found_while_they_are_open(city, client):
    assert "自带杯" in titles(client, "自带杯")
    Action.objects.filter(code="FD-OWNCUP").update(is_open=False)
    assert "自带杯" not in titles(client, "自带杯")


def test_paragraphs_of_the_plan_lead_to_their_anchor(publish, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        publish()
    answer = client.get("/search/", {"q": "步道"})
    passages = [result for result in answer.context["results"] if result.label == "方案原文"]
    assert passages
    for result in passages:
        path, anchor = result.url.split("#")
        assert f'id="{anchor}"' in client.get(path).content.decode()


def test_the_plans_text_leaves_with_the_plan(publish, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        publish()
    assert titles(client, "步道")
    Page.objects.get(slug="plan").unpublish()
    assert [
        one for one in client.get("/search/", {"q": "步道"}).context["results"] if one.label == "方案原文"
    ] == []


def test_promoted_pages_come_first_but_only_public_ones(city, client):
    page = add("坐车的好处", "promoted")
    query = Query.get("公交")
    SearchPromotion.objects.create(query=query, page=page, sort_order=0)
    SearchPromotion.objects.create(
        query=query, external_link_url="https://example.com/", external_link_text="外站"
    )
    answer = client.get("/search/", {"q": "公交"})
    first = answer.context["results"][0]
    assert (first.title, first.is_promoted) == ("坐车的好处", True)
    assert "外站" not in answer.content.decode()
    assert titles(client, "公交", tab="actions")[0] != "坐车的好处"
    page.unpublish()
    assert "坐车的好处" not in titles(client, "公交")


def test_nothing_found_offers_what_sounds_the_same(city, client):
    answer = client.get("/search/", {"q": "拉圾"})
    assert answer.context["corrections"][0] == "垃圾"
    assert "您要找的是不是" in answer.content.decode()
    assert "公交" in client.get("/search/", {"q": "gongjiao"}).context["corrections"]


def test_words_that_never_stand_together_bring_what_has_some_of_them(city, client):
    add("琉璃瓦", "tiles")
    answer = client.get("/search/", {"q": "自带杯 琉璃瓦"})
    assert {"自带杯", "琉璃瓦"} <= {result.title for result in answer.context["results"]}
    assert "没有内容同时含有这几个词" in answer.content.decode()
    assert SearchTerm.objects.get(term="自带杯 琉璃瓦").found == 0
    # A single character would bring half of the site.
    assert titles(client, "琉璃瓦 水 火") == ["琉璃瓦"]


def test_searches_are_counted_once_each(city, client):
    client.get("/search/", {"q": "公交"})
    client.get("/search/", {"q": "公交", "page": "2"})
    client.get("/search/", {"q": "公交", "tab": "plan"})
    client.head("/search/", {"q": "公交"})
    client.get("/search/", {"q": "琉璃瓦"})
    found = dict(SearchTerm.objects.values_list("term", "found"))
    assert found["琉璃瓦"] == 0
    assert found["公交"] > 3
    assert set(SearchTerm.objects.values_list("searches", flat=True)) == {1}


def test_one_result_and_many_ask_the_same_number_of_queries(city, client):
    add("琉璃瓦", "tiles")
    for question in ("琉璃瓦", "青花瓷"):
        client.get("/search/", {"q": question})

    def queries(question: str) -> int:
        with CaptureQueriesContext(connection) as found:
            client.get("/search/", {"q": question})
        return len(found)

    one = queries("琉璃瓦")
    for number in range(15):
        add(f"琉璃瓦{number}", f"tiles-{number}")
    assert queries("琉璃瓦") == one


def test_results_are_paged(city, client):
    for number in range(25):
        add(f"琉璃瓦{number}", f"tiles-{number}")
    assert len(titles(client, "琉璃瓦")) == 20
    assert len(titles(client, "琉璃瓦", page="2")) == 5
    assert "q=%E7%90%89%E7%92%83%E7%93%A6&amp;page=2" in client.get("/search/?q=琉璃瓦").content.decode()


def test_suggestions_are_a_fragment_for_htmx_and_a_page_for_others(city, client):
    fragment = client.get("/search/suggest/", {"q": "自带"}, headers={"HX-Request": "true"})
    assert "自带杯" in fragment.content.decode()
    assert "<html" not in fragment.content.decode()
    page = client.get("/search/suggest/", {"q": "自带"}).content.decode()
    assert "自带杯" in page
    assert "<html" in page
    assert client.get("/search/suggest/", {"q": ""}, headers={"HX-Request": "true"}).content.strip() == b""
    Action.objects.filter(code="FD-OWNCUP").update(is_open=False)
    hidden = client.get("/search/suggest/", {"q": "自带杯"}, headers={"HX-Request": "true"})
    assert "FD-OWNCUP" not in hidden.content.decode()


def test_the_api_answers_like_the_page(city, client):
    answer = client.get("/api/v1/search", {"q": "公交", "tab": "actions", "limit": 2}).json()
    assert answer["total"] == answer["counts"]["actions"]
    assert len(answer["items"]) == 2
    assert answer["items"][0]["url"].startswith("/methods/TR-")
    rest = client.get("/api/v1/search", {"q": "公交", "tab": "actions", "start": 2}).json()
    assert len(rest["items"]) == answer["total"] - 2
    nothing = client.get("/api/v1/search", {"q": "拉圾"}).json()
    assert (nothing["total"], nothing["items"]) == (0, [])
    assert "垃圾" in nothing["corrections"]
    some = client.get("/api/v1/search/suggestions", {"q": "自带"}).json()
    assert "自带杯" in [item["title"] for item in some["items"]]


@pytest.mark.parametrize(
    "query", ["", "q=", f"q={'x' * 61}", "q=a&tab=drafts", "q=a&limit=0", "q=a&start=1001"]
)
def test_a_wrong_question_to_the_api_is_a_problem_document(query, client):
    answer = client.get(f"/api/v1/search?{query}")
    assert answer.status_code == 422
    assert answer["Content-Type"].startswith("application/problem+json")


def test_the_header_of_every_page_leads_to_search(city, client):
    shown = client.get("/").content.decode()
    assert 'class="ly-header__find" href="/search/"' in shown
    assert 'action="/search/"' in shown


def test_a_reloaded_catalogue_is_indexed(city, client, django_capture_on_commit_callbacks):
    Action.objects.filter(code="FD-OWNCUP").update(name="琉璃瓦杯")
    reindex(Action)
    assert titles(client, "琉璃瓦") == ["琉璃瓦杯"]
