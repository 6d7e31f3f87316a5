"""The backend itself: what Wagtail's own searches find, the same on both databases."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail.search.query import MATCH_ALL, And, Not, Or, Phrase, PlainText

from content.models import HomePage, PlanPage
from content.services.home import ensure_home_page

pytestmark = pytest.mark.django_db

TITLES = {
    "sorting": "生活垃圾分类指南",
    "bus": "坐公交车去竹海",
    "office": "办公交流会",
    "air": "PM2.5和40MW光伏",
    "lamp": "换LED灯，打12345",
}


@pytest.fixture
def pages() -> dict[str, Page]:
    """A page for each title, by slug; the front page says nothing."""
    home = ensure_home_page()
    return {slug: home.add_child(instance=HomePage(title=title, slug=slug)) for slug, title in TITLES.items()}


def found(question: object) -> list[str]:
    """Slugs of what is found among those pages, in order."""
    return [page.slug for page in Page.objects.search(question) if page.slug in TITLES]


@pytest.mark.parametrize(
    ("question", "slugs"),
    [
        ("垃圾分类", ["sorting"]),
        ("垃圾", ["sorting"]),
        ("生活 指南", ["sorting"]),
        ("分类垃圾", ["sorting"]),
        ("圾分", ["sorting"]),
        ("竹", ["bus"]),
        ("灯", ["lamp"]),
        ("PM2.5", ["air"]),
        ("ＰＭ２．５", ["air"]),
        ("pm", ["air"]),
        ("40mw", ["air"]),
        ("40", ["air"]),
        ("4", []),
        ("LED灯", ["lamp"]),
        ("led", ["lamp"]),
        ("12345", ["lamp"]),
        ("1234", []),
        ("垃圾 公交", []),
    ],
)
def test_words_characters_letters_and_digits_are_found(pages, question, slugs):
    assert found(question) == slugs


def test_a_word_ranks_before_the_same_characters_across_two_words(pages):
    assert found("公交") == ["bus", "office"]


@pytest.mark.parametrize(
    "question",
    [
        '"',
        '”"',
        'a"b',
        " ",
        "，",
        "(",
        ")",
        "%s",
        "\\",
        "'",
        "NEAR(a b)",
        "a:b*",
        "!",
        "&|",
        "-",
        "x" * 500,
        "😀",
    ],
)
def test_signs_are_no_commands(pages, question):
    assert found(question) == []
    assert list(Page.objects.autocomplete(question)) == []


def test_phrases_are_found_word_for_word(pages):
    assert found(Phrase("垃圾分类")) == ["sorting"]
    assert found(Phrase("分类垃圾")) == []
    assert found("“垃圾分类”") == ["sorting"]
    assert found('"分类垃圾"') == []
    assert found("“LED灯”") == ["lamp"]
    # Not across punctuation.
    assert found("“灯打”") == []


def test_wagtails_own_queries_are_understood(pages):
    assert found(And([PlainText("生活"), PlainText("垃圾")])) == ["sorting"]
    assert sorted(found(Or([PlainText("垃圾"), PlainText("竹海")]))) == ["bus", "sorting"]
    assert found(And([PlainText("公交"), Not(PlainText("竹海"))])) == ["office"]
    assert sorted(found(Not(PlainText("公交")))) == ["air", "lamp", "sorting"]
    assert sorted(found(Or([PlainText("竹海"), Not(PlainText("公交"))]))) == ["air", "bus", "lamp", "sorting"]
    assert found(And([PlainText("灯"), MATCH_ALL])) == ["lamp"]
    assert sorted(found(MATCH_ALL)) == sorted(TITLES)
    assert found(Not(MATCH_ALL)) == []
    assert sorted(found(PlainText("垃圾 竹海", operator="or"))) == ["bus", "sorting"]


def test_what_is_typed_is_completed(pages):
    assert [page.slug for page in Page.objects.autocomplete("生活垃")] == ["sorting"]
    assert [page.slug for page in Page.objects.autocomplete("pm2")] == ["air"]
    assert [page.slug for page in Page.objects.autocomplete("le")] == ["lamp"]


def test_the_caller_may_order_and_count(pages):
    results = Page.objects.order_by("title").search("公交", order_by_relevance=False)
    assert [page.slug for page in results] == ["office", "bus"]
    assert results.count() == 2
    assert [page.slug for page in results[1:]] == ["bus"]


def test_the_index_follows_a_page(pages):
    page = pages["sorting"]
    page.title = "旧电池放哪里"
    page.save()
    assert found("垃圾") == []
    assert found("电池") == ["sorting"]
    page.delete()
    assert found("电池") == []


def test_saving_a_page_writes_one_row_of_the_index(pages):
    page = pages["sorting"]
    page.title = "新标题"
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page.save()
    written = [
        query["sql"]
        for query in queries
        if "wagtailsearch_indexentry" in query["sql"] and not query["sql"].lstrip().startswith("SELECT")
    ]
    assert len(written) == 1
    assert "ON CONFLICT" in written[0]


def test_a_long_page_can_be_saved_and_its_words_found(pages):
    plan = ensure_home_page().add_child(instance=PlanPage(title="长", slug="long"))
    unlike = "".join(chr(0x4E00 + (place * 7919) % 20000) for place in range(70_000))
    plan.intro = f"{unlike[:50_000]}尾部的秸秆禁烧{unlike[50_000:]}"
    plan.save()
    assert [page.slug for page in PlanPage.objects.search("秸秆")] == ["long"]
