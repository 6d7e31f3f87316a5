"""The plan in our own words: loaded before or after the official text, never over an editor."""

import json
from decimal import Decimal

import pytest
from django.conf import settings
from wagtail.models import Page, Revision

from content.models import (
    PlanBoxPage,
    PlanChapterPage,
    PlanPage,
    PlanPassage,
    PlanResponsibility,
    PlanSectionPage,
    PlanTaskPage,
)
from content.plan import ImportRefused
from content.plan.edition import read_edition
from content.services.plan_edition import load_plan_edition
from indicators.models import PlanIndicator
from tests.content.conftest import INDICATORS, edition

pytestmark = pytest.mark.django_db


def write(folder, **changes):
    data = edition() | changes
    (folder / "plan.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def everything():
    return (
        list(Page.objects.order_by("pk").values()),
        list(PlanTaskPage.objects.order_by("pk").values()),
        list(PlanBoxPage.objects.order_by("pk").values()),
        list(PlanResponsibility.objects.order_by("pk").values()),
        list(PlanIndicator.objects.order_by("pk").values()),
        Revision.objects.count(),
    )


def test_the_edition_alone_makes_every_page(edition_folder):
    report = load_plan_edition(folder=edition_folder)

    assert (report.created, report.kept, report.indicators) == (19, 0, 5)
    task = PlanTaskPage.objects.get(anchor="a2-t1")
    assert task.explanation == "<p>完善慢行系统，说得明白些。</p>"
    assert task.url_path.endswith("/plan/actions/2/1/")
    assert PlanSectionPage.objects.get(anchor="a3").summary == "全民节约行动，一句话。"
    assert PlanChapterPage.objects.get(slug="actions").title == "三大行动"
    assert PlanChapterPage.objects.get(anchor="c2").explanation == "<p>分两步走。</p>"
    box = PlanBoxPage.objects.get(anchor="b2")
    assert [(item.value["name"], item.value["note"]) for item in box.items] == [("步道建设", "沿河走一走")]
    assert box.figures[0].value["value"] == "18"
    duties = PlanResponsibility.objects.filter(page=task.pk)
    assert list(duties.values_list("written_as", "role", "others")) == [
        ("市发展和改革局", "shared", False),
        ("市生态环境局", "shared", True),
    ]


def test_loading_twice_changes_nothing(edition_folder):
    load_plan_edition(folder=edition_folder)
    before = everything()

    report = load_plan_edition(folder=edition_folder)

    assert (report.created, report.updated, report.kept) == (0, 0, 0)
    assert everything() == before


def test_an_import_adds_the_official_text_to_the_same_pages(edition_folder, publish):
    load_plan_edition(folder=edition_folder)
    pages = list(Page.objects.values_list("pk", "title", "url_path"))

    report = publish()

    assert report.tree.created == report.tree.withdrawn == []
    assert list(Page.objects.values_list("pk", "title", "url_path")) == pages
    task = PlanTaskPage.objects.get(anchor="a2-t1")
    assert task.explanation == "<p>完善慢行系统，说得明白些。</p>"
    assert task.official_title == "完善慢行系统"
    passages = PlanPassage.objects.filter(page=task.pk)
    assert list(passages.values_list("anchor", flat=True)) == ["a2-t1", "a2-t1-p1"]
    duties = PlanResponsibility.objects.filter(page=task.pk)
    assert list(duties.values_list("written_as", flat=True)) == ["市交通运输局", "市公安局", "市城市管理局"]


def test_the_edition_can_come_after_the_import(edition_folder, publish):
    publish()
    pages = list(Page.objects.values_list("pk", "title", "url_path"))

    report = load_plan_edition(folder=edition_folder)

    assert report.created == 0
    assert list(Page.objects.values_list("pk", "title", "url_path")) == pages
    task = PlanTaskPage.objects.get(anchor="a2-t1")
    assert task.explanation == "<p>完善慢行系统，说得明白些。</p>"
    # The official text says who is responsible; ours does not overrule it.
    duties = PlanResponsibility.objects.filter(page=task.pk)
    assert list(duties.values_list("written_as", flat=True)) == ["市交通运输局", "市公安局", "市城市管理局"]
    before = everything()
    assert not publish().changed
    load_plan_edition(folder=edition_folder)
    assert everything() == before


def test_a_better_explanation_replaces_ours_but_never_an_editors(edition_folder):
    load_plan_edition(folder=edition_folder)
    edited = PlanTaskPage.objects.get(anchor="a1-t1")
    edited.explanation = "<p>编辑改过。</p>"
    edited.save_revision().publish()
    drafted = PlanTaskPage.objects.get(anchor="a1-t2")
    drafted.explanation = "<p>编辑正在改。</p>"
    drafted.save_revision()
    data = edition()
    for task in data["actions"][0]["tasks"] + data["actions"][1]["tasks"]:
        task["explanation"] = "写得更好了。"
    write(edition_folder, actions=data["actions"])

    report = load_plan_edition(folder=edition_folder)

    assert (report.updated, report.kept) == (2, 2)
    texts = dict(PlanTaskPage.objects.values_list("anchor", "explanation"))
    assert texts["a1-t1"] == "<p>编辑改过。</p>"
    assert texts["a1-t2"] == "<p>改造老旧锅炉，说得明白些。</p>"
    assert texts["a2-t1"] == "<p>写得更好了。</p>"
    drafted.refresh_from_db()
    assert drafted.get_latest_revision_as_object().explanation == "<p>编辑正在改。</p>"


def test_what_stands_in_the_file_is_shown_as_text_not_as_markup(edition_folder):
    data = edition()
    data["actions"][0]["tasks"][0]["explanation"] = "<script>alert(1)</script>\n第二段"
    write(edition_folder, actions=data["actions"])

    load_plan_edition(folder=edition_folder)

    text = PlanTaskPage.objects.get(anchor="a1-t1").explanation
    assert text == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p><p>第二段</p>"


def test_a_city_without_an_edition_has_no_plan_yet(tmp_path):
    report = load_plan_edition(folder=tmp_path)

    assert report.created == 0
    assert not PlanPage.objects.exists()


def _without_departments(data):
    data["actions"][1]["tasks"][0]["departments"] = []


def _task_twice(data):
    data["actions"][1]["tasks"][1]["number"] = 1


def _gap(data):
    data["actions"][2]["number"] = 4
    data["actions"][2]["key"] = "a4"
    for task in data["actions"][2]["tasks"]:
        task["key"] = task["key"].replace("a3", "a4")


def _wrong_key(data):
    data["actions"][0]["tasks"][0]["key"] = "a9-t1"


def _box_without_action(data):
    data["boxes"][0]["action"] = 9


def _no_title(data):
    del data["title"]


def _unknown_indicator(data):
    data["boxes"][1]["indicator_codes"] = ["A9-99"]


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_without_departments, "a2-t1 没有责任单位"),
        (_task_twice, "a2-t2 重复了"),
        (_gap, "编号不是从 1 起连续的"),
        (_wrong_key, "a9-t1 的编号与 a1-t1 不一致"),
        (_box_without_action, "b1 所属的 a9 不存在"),
        (_no_title, "title"),
        (_unknown_indicator, "没有解读提到的指标 A9-99"),
    ],
)
def test_a_wrong_edition_is_refused_whole(edition_folder, spoil, sentence):
    data = edition()
    spoil(data)
    (edition_folder / "plan.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")

    with pytest.raises(ImportRefused, match=sentence):
        load_plan_edition(folder=edition_folder)
    assert not PlanPage.objects.exists()
    assert not PlanIndicator.objects.exists()


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("headline,二、主要目标,goals,no,\nA0-02", "wishful,二、主要目标,goals,no,\nA0-02", 2),
        (",40,,2025,", ",viele,,2025,", 2),
        (",2,3,2030,个,>=", ",2,3,2030,个,~~", 3),
        ("A0-02", "A0-01", 3),
    ],
)
def test_a_wrong_row_of_the_indicators_is_named_and_nothing_is_loaded(edition_folder, before, after, line):
    assert INDICATORS.count(before) == 1
    (edition_folder / "plan_indicators.csv").write_text(INDICATORS.replace(before, after), encoding="utf-8")

    with pytest.raises(ImportRefused) as refusal:
        load_plan_edition(folder=edition_folder)
    assert refusal.value.line == line
    assert not PlanPage.objects.exists()


def test_indicators_know_where_they_stand_and_what_is_due(edition_folder, time_machine_at):
    load_plan_edition(folder=edition_folder)
    by_code = PlanIndicator.objects.in_bulk(field_name="code")

    assert by_code["A0-01"].anchor == "c2"
    assert by_code["A2-B1"].anchor == "b2"
    assert (by_code["A0-02"].target, by_code["A0-02"].target_max) == (Decimal("2"), Decimal("3"))
    assert [by_code[code].shown_value for code in sorted(by_code)] == ["≥ 40", "2–3", "12.5", "18", "300"]
    time_machine_at("2025-12-31")
    assert [by_code[code].state for code in sorted(by_code)] == ["ahead", "ahead", "ahead", "undated", "fact"]
    time_machine_at("2026-01-01")
    assert [by_code[code].state for code in sorted(by_code)] == [
        "awaited",
        "ahead",
        "awaited",
        "undated",
        "fact",
    ]


def test_the_citys_own_edition_is_whole():
    folder = settings.CITY.folder
    edition_of_city = read_edition(json.loads((folder / "plan.json").read_text(encoding="utf-8")))
    report = load_plan_edition(folder=folder)

    kinds = [part.kind.value for part in edition_of_city.parts]
    assert (kinds.count("task"), kinds.count("box")) == (40, 7)
    assert PlanSectionPage.objects.exclude(action_no=None).count() == 10
    assert PlanTaskPage.objects.exclude(explanation="").count() == 40
    assert report.indicators == 127
    known = {*PlanChapterPage.objects.values_list("anchor", flat=True)}
    for model in (PlanSectionPage, PlanTaskPage, PlanBoxPage):
        known |= {*model.objects.values_list("anchor", flat=True)}
    assert set(PlanIndicator.objects.values_list("anchor", flat=True)) <= known
