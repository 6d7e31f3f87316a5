"""The first words of the city: complete, sourced, kind, and nobody else's."""

import csv
import json
import re
from datetime import timedelta

import pytest
from django.conf import settings

from content.rules.theme_days import DayRule, date_by_rule
from content.seeds import read_seeds
from content.seeds.figures import unsupported

FOLDER = settings.CITY.folder
# Promise 5: words of pressure and of bait.
NOT_OURS = re.compile("打卡|助力|集赞|集满|分享得|邀请得|倒计时|抽奖|盲盒|转发有奖|最后一天|错过不再")
LINK = re.compile(r"\]\((/[^)#]*)\)")
ELSEWHERE = {"/plan/", "/plan/departments/", "/rules/", "/methods/", "/privacy/"}


@pytest.fixture(scope="module")
def seeds():
    return read_seeds(FOLDER / "content")


@pytest.fixture(scope="module")
def guides(seeds):
    return seeds.pages["guides"]


@pytest.fixture(scope="module")
def actions():
    with (FOLDER / "actions.csv").open(encoding="utf-8") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def anchors():
    plan = json.loads((FOLDER / "plan.json").read_text(encoding="utf-8"))
    parts = [*plan["sections"], *plan["actions"], *plan["boxes"]]
    return {part["key"] for part in parts} | {task["key"] for one in plan["actions"] for task in one["tasks"]}


def everything(seeds):
    return [page for pages in seeds.pages.values() for page in pages]


def all_words(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from all_words(one)
    elif isinstance(value, list):
        for one in value:
            yield from all_words(one)


def test_every_side_of_life_has_guides(guides):
    counts = {}
    for guide in guides:
        counts[guide.words["category"]] = counts.get(guide.words["category"], 0) + 1

    assert len(guides) >= 32
    assert set(counts) == {"clothing", "food", "home", "travel", "tourism", "goods", "farming"}
    assert min(counts.values()) >= 4


def test_every_guide_leads_to_something_that_residents_can_record(guides, actions):
    for guide in guides:
        if code := guide.words["action"]:
            assert (actions[code]["is_open"], actions[code]["audience"]) == ("1", "resident"), guide.key
    # The catalogue has nothing to record yet for work on the fields, and coal waits for its measurements.
    assert {guide.slug for guide in guides if not guide.words["action"]} == {
        "livestock-manure",
        "mulch-film",
        "rural-clean-heating",
        "soil-test-fertiliser",
        "straw-no-burning",
    }


def test_every_page_names_departments_and_parts_of_the_plan_that_exist(seeds, anchors):
    departments = {row["key"] for row in settings.CITY.extra["departments"]}
    for page in everything(seeds):
        assert page.words["department"] in departments, page.key
        assert page.words["plan"] in anchors | {""}, page.key
    assert all(page.words["plan"] for page in seeds.pages["guides"])


def test_guides_are_looked_at_again_within_a_year(guides):
    for guide in guides:
        until = guide.words["review_due_on"] - guide.words["reviewed_on"]
        assert timedelta(days=180) <= until <= timedelta(days=366), guide.key


def test_each_figure_in_the_reasons_has_its_source(guides):
    for guide in guides:
        supports = [source["supports"] for source in guide.words["sources"]]
        assert unsupported(guide.words["why"], supports) == [], guide.key
        assert all(source["title"] and source["publisher"] for source in guide.words["sources"]), guide.key


def test_no_word_presses_or_baits(seeds):
    for page in [*everything(seeds), *seeds.theme_days, *seeds.ads, *seeds.pictures]:
        for words in all_words(page.words):
            assert not NOT_OURS.search(words), (page.key, NOT_OURS.search(words))


def test_nothing_is_said_twice(seeds):
    pages = everything(seeds)

    for name in ("title", "summary"):
        said = [page.words[name] for page in pages]
        assert sorted(said) == sorted(set(said)), name
    days = [day.words["description"] for day in seeds.theme_days]
    assert len(days) == len(set(days))


def test_no_two_guides_share_a_step(guides):
    steps = [step["text"] for guide in guides for step in guide.words["steps"]]

    assert len(steps) == len(set(steps))


def test_examples_say_that_they_are_examples(seeds):
    for page in everything(seeds):
        assert page.words["is_sample"] == ("示例" in page.words["title"]), page.key
        if page.words["is_sample"]:
            assert "示例" in page.words["summary"] or "样稿" in page.words["summary"], page.key
            assert page.words["body"].startswith("这是"), page.key
    for kind, count in (("cases", 3), ("materials", 3), ("training", 2)):
        assert [page.words["is_sample"] for page in seeds.pages[kind]] == [True] * count
    assert [ad.words["is_sample"] for ad in seeds.ads] == [True] * 3
    assert sum(page.words["is_sample"] for page in seeds.pages["news"]) >= 3


def test_the_five_creations_of_the_plan_are_there(seeds):
    names = [page.words["title"] for page in seeds.pages["creation"]]

    assert sorted(names) == sorted(f"绿色{one}创建" for one in ("家庭", "学校", "机关", "商超", "餐馆"))
    for page in seeds.pages["creation"]:
        assert "公示期" in page.words["notice_template"], page.key
        assert "草稿" in page.words["body"], page.key


def test_links_inside_the_texts_lead_to_pages_that_are_there(seeds):
    there = ELSEWHERE | {f"/{column.slug}/" for column in seeds.columns.values()}
    for kind, pages in seeds.pages.items():
        there |= {f"/{seeds.columns[kind].slug}/{page.slug}/" for page in pages}
    for page in everything(seeds):
        for words in all_words(page.words):
            assert set(LINK.findall(words)) <= there, page.key
    for ad in seeds.ads:
        assert ad.words["link"] in {page.key for page in everything(seeds)}


def test_theme_days_come_by_their_rules(seeds):
    days = {day.slug: day.words for day in seeds.theme_days}

    def when(slug, year):
        words = days[slug]
        rule = DayRule(words["rule"], words["month"], words["day"], words["nth"], words["weekday"])
        found = date_by_rule(rule, year)
        return found.isoformat() if found else None

    assert when("earth-day", 2027) == "2027-04-22"
    assert when("environment-day", 2027) == "2027-06-05"
    assert when("earth-hour", 2027) == "2027-03-27"
    assert when("low-carbon-day", 2027) is None
    assert [row["year"] for row in days["low-carbon-day"]["years"]] == [2024, 2025]
    assert {slug for slug, words in days.items() if words["is_main"]} == {
        "earth-day",
        "environment-day",
        "low-carbon-day",
    }
    assert all(words["source"] for words in days.values())
    assert all(words["usual_time"] for words in days.values() if words["rule"] == "notice")


def test_the_handbook_has_ten_short_pages():
    files = sorted((FOLDER / "content" / "handbook").glob("*.md"))

    assert [file.name[:2] for file in files] == [f"{number:02}" for number in range(1, 11)]
    for file in files:
        text = file.read_text(encoding="utf-8")
        title = re.match(r"---\ntitle: (.+)\nsummary: .+\n---\n\n# (.+)\n", text)
        assert title is not None, file.name
        assert title[1] == title[2], file.name
        assert 300 < len(text) < 1500, file.name
