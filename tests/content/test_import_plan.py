"""import_plan publishes all of a document or nothing, again and again, and leaves editors' work alone."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, Revision

from content.models import (
    Department,
    PlanBoxPage,
    PlanImport,
    PlanPage,
    PlanPassage,
    PlanResponsibility,
    PlanSectionPage,
    PlanTaskPage,
)
from content.plan import ImportRefused
from content.plan.document import without_space
from tests.content.official import FILES, needs_the_document
from tests.content.sample import PARAGRAPHS, changed, wrapped

pytestmark = pytest.mark.django_db


def published_text() -> str:
    return "".join(PlanPassage.objects.values_list("text", flat=True))


def everything() -> tuple[object, ...]:
    """All that an import could change, to be compared before and after."""
    return (
        list(Page.objects.order_by("pk").values()),
        list(PlanTaskPage.objects.order_by("pk").values()),
        list(PlanPassage.objects.order_by("pk").values()),
        list(PlanResponsibility.objects.order_by("pk").values()),
        list(Department.objects.order_by("pk").values()),
        list(PlanImport.objects.order_by("pk").values()),
        Revision.objects.count(),
    )


def task(anchor: str) -> PlanTaskPage:
    page: PlanTaskPage = PlanTaskPage.objects.get(anchor=anchor)
    return page


def test_the_first_import_publishes_every_word_with_its_page(publish):
    report = publish()

    assert report.counts | {"characters": 0} == {
        "chapters": 4,
        "sections": 7,
        "actions": 3,
        "tasks": 6,
        "tasks_with_departments": 6,
        "boxes": 2,
        "items": 5,
        "paragraphs": 41,
        "characters": 0,
    }
    assert published_text() == "".join(PARAGRAPHS)
    assert PlanPassage.objects.filter(page=None).count() == 0
    assert task("a2-t1").get_parent().url_path.endswith("/plan/actions/2/")
    assert PlanBoxPage.objects.get(anchor="b2").slug == "box-2"
    assert list(PlanSectionPage.objects.exclude(action_no=None).values_list("action_no", flat=True)) == [
        1,
        2,
        3,
    ]


def test_departments_come_in_the_order_and_role_of_the_plan(publish):
    publish()

    rows = PlanResponsibility.objects.filter(page=task("a2-t1").pk)
    assert list(rows.values_list("written_as", "role", "others")) == [
        ("市交通运输局", "lead", False),
        ("市公安局", "support", False),
        ("市城市管理局", "support", False),
    ]
    shared = PlanResponsibility.objects.filter(page=task("a1-t1").pk)
    assert list(shared.values_list("role", "others")) == [
        ("shared", False),
        ("shared", False),
        ("shared", True),
    ]


def test_a_second_run_changes_nothing_at_all(publish):
    publish()
    before = everything()

    report = publish()

    assert not report.changed
    assert everything() == before


def test_another_layout_of_the_same_words_changes_no_page_and_no_paragraph(publish, tmp_path):
    publish()
    file = tmp_path / "other.txt"
    file.write_bytes(wrapped(width=50, blank=False).encode("gb18030"))
    out = StringIO()

    call_command("import_plan", str(file), stdout=out)

    assert "没有变化" in out.getvalue()
    assert PlanImport.objects.count() == 1
    assert published_text() == "".join(PARAGRAPHS)


def test_a_changed_sentence_is_updated_in_place_and_shown(publish):
    publish()
    pages = list(Page.objects.values_list("pk", flat=True))

    report = publish(changed("12.5万千瓦", "15万千瓦"))

    assert (report.text.added, report.text.changed, report.text.removed) == (0, 1, 0)
    assert report.text.lines[0] == "改 a1-t1-p1"
    assert "12.5万" in report.text.lines[1]
    assert "15万" in report.text.lines[2]
    assert PlanPassage.objects.get(anchor="a1-t1-p1").text.count("15万千瓦") == 1
    assert list(Page.objects.values_list("pk", flat=True)) == pages
    assert PlanImport.objects.count() == 2


def test_editors_words_and_drafts_survive_an_import(publish):
    publish()
    page = task("a1-t2")
    page.explanation = "<p>编辑写的解读。</p>"
    page.save_revision().publish()
    page.explanation = "<p>还没发布的草稿。</p>"
    page.save_revision()

    publish(changed("限期完成", "分批完成"))

    page = task("a1-t2")
    assert page.explanation == "<p>编辑写的解读。</p>"
    assert page.get_latest_revision_as_object().explanation == "<p>还没发布的草稿。</p>"


def test_a_renumbered_task_keeps_its_page_and_its_words(publish):
    publish()
    moved = task("a1-t2")
    moved.explanation = "<p>锅炉怎么改。</p>"
    moved.save_revision().publish()
    at = PARAGRAPHS.index("2.改造老旧锅炉")
    inserted = [
        *PARAGRAPHS[:at],
        "2.建设换电站",
        "在汽车站旁建设换电站3座。（市发展和改革局负责）",
        "3.改造老旧锅炉",
        *PARAGRAPHS[at + 1 :],
    ]

    report = publish(inserted)

    moved.refresh_from_db()
    assert (moved.anchor, moved.number, moved.slug) == ("a1-t3", 3, "3")
    assert moved.explanation == "<p>锅炉怎么改。</p>"
    assert moved.url_path.endswith("/plan/actions/1/3/")
    assert task("a1-t2").title == "建设换电站"
    assert report.tree.created == ["建设换电站"]
    assert report.tree.withdrawn == []
    latest = moved.get_latest_revision_as_object()
    assert (latest.anchor, latest.number, latest.slug) == ("a1-t3", 3, "3")


def test_two_tasks_that_change_places_keep_their_pages(publish):
    publish()
    first, second = task("a3-t1"), task("a3-t2")
    swapped = "\n".join(PARAGRAPHS)
    start, middle, end = (
        swapped.index(words) for words in ("1.开展节约宣传", "2.推广绿色消费", "四、保障措施")
    )
    one, two = swapped[start:middle], swapped[middle:end]
    text = swapped[:start] + "1" + two[1:] + "2" + one[1:] + swapped[end:]

    report = publish(text.splitlines())

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.number, first.slug, second.number, second.slug) == (2, "2", 1, "1")
    assert report.tree.created == report.tree.withdrawn == []


def test_a_task_that_the_document_drops_is_withdrawn_not_deleted_and_comes_back(publish):
    publish()
    dropped = task("a2-t2")
    dropped.explanation = "<p>公交的解读。</p>"
    dropped.save()
    shorter = [row for row in PARAGRAPHS if not row.startswith(("2.优化公交", "每年评估"))]

    report = publish(shorter)

    dropped.refresh_from_db()
    assert report.tree.withdrawn == ["优化公交线路"]
    assert (dropped.live, dropped.withdrawn, dropped.anchor) == (False, True, "")
    assert dropped.explanation == "<p>公交的解读。</p>"

    publish()

    dropped.refresh_from_db()
    assert (dropped.live, dropped.anchor, dropped.slug) == (True, "a2-t2", "2")
    assert PlanTaskPage.objects.filter(title="优化公交线路").count() == 1


def test_pages_that_editors_add_are_left_alone(publish):
    publish()
    section = PlanSectionPage.objects.get(anchor="a2")
    own = section.add_child(instance=PlanTaskPage(title="编辑加的一页", slug="3"))
    at = PARAGRAPHS.index("专栏二 低碳出行工程")
    publish([*PARAGRAPHS[:at], "3.建设停车场", "建设停车场5处。（市公安局负责）", *PARAGRAPHS[at:]])

    own.refresh_from_db()
    assert (own.live, own.slug, own.title) == (True, "3", "编辑加的一页")
    assert task("a2-t3").slug == "3-2"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "文件是空的"),
        (b"\x00\x01\x02\xff" * 300, "控制字符|无法识别"),
        (wrapped(PARAGRAPHS[:-1]).encode()[:-7], "第 .* 行"),
        (wrapped(changed("（二）低碳出行", "（四）低碳出行")).encode(), r"第 \d+ 行：节的编号"),
        (wrapped(PARAGRAPHS[:31]).encode(), "已发布的方案还有后文"),
    ],
)
def test_a_refused_file_leaves_everything_as_it_was(publish, tmp_path, data, sentence):
    publish()
    before = everything()
    file = tmp_path / "bad.txt"
    file.write_bytes(data)

    with pytest.raises(CommandError, match=f"没有导入，一切保持原样。.*({sentence})"):
        call_command("import_plan", str(file))

    assert everything() == before


def test_a_missing_file_and_a_folder_are_refused_in_words(tmp_path):
    for path in (tmp_path / "nowhere.txt", tmp_path):
        with pytest.raises(CommandError, match="打不开文件"):
            call_command("import_plan", str(path))

    assert not PlanPage.objects.exists()


def test_a_failure_half_way_leaves_everything_as_it_was(publish, monkeypatch):
    publish()
    before = everything()

    def break_down(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the database went away")

    monkeypatch.setattr("content.services.plan_import.settle_responsibilities", break_down)
    with pytest.raises(RuntimeError, match="went away"):
        publish(changed("12.5万千瓦", "15万千瓦"))

    assert everything() == before


def test_a_much_shorter_version_needs_a_clear_yes(publish):
    publish()
    before = everything()
    text = "\n".join(PARAGRAPHS)
    start, end = text.index("（三）全民节约行动"), text.index("四、保障措施")
    shorter = (text[:start] + text[end:]).splitlines()

    with pytest.raises(ImportRefused, match="少了 3 项"):
        publish(shorter)
    assert everything() == before

    report = publish(shorter, allow_shorter=True)
    assert report.tree.withdrawn == ["全民节约行动", "开展节约宣传", "推广绿色消费"]
    assert not PlanSectionPage.objects.live().filter(title="全民节约行动").exists()


def test_the_command_prints_counts_and_changes(publish, tmp_path):
    publish()
    file = tmp_path / "plan.txt"
    file.write_text(wrapped(changed("安全岛", "候车亭")), encoding="utf-8")
    out = StringIO()

    call_command("import_plan", str(file), stdout=out)

    printed = out.getvalue()
    assert "4 章，3 项行动，6 项任务，6 项任务有责任单位，2 个专栏，5 个专栏项目" in printed
    assert "段落：新增 0，修改 1，删除 0" in printed
    assert "改 a2-t1-p1" in printed


@needs_the_document
def test_the_official_document_is_published_word_for_word_and_twice_is_once():
    file: Path = FILES[0]
    first, second = StringIO(), StringIO()
    call_command("import_plan", str(file), stdout=first)
    before = everything()
    call_command("import_plan", str(file), stdout=second)

    assert "5 章，10 项行动，40 项任务，40 项任务有责任单位，7 个专栏，35 个专栏项目" in first.getvalue()
    assert "没有变化" in second.getvalue()
    assert everything() == before
    assert without_space(published_text()) == without_space(file.read_text(encoding="utf-8"))
    assert Department.objects.filter(responsibilities__isnull=False).distinct().count() == 27
    duties = PlanResponsibility.objects.filter(page__in=PlanTaskPage.objects.all())
    assert duties.filter(department__name="市发展和改革局").count() == 35
