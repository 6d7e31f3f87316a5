"""The real document, when it lies beside the checkout. It is never part of the repository."""

import pytest

from content.plan import Document, ImportRefused, PartKind, parse_plan, read_plan
from content.plan.document import without_space
from content.plan.reading import lines_of
from tests.content.official import FILES, needs_the_document
from tests.content.sample import read_or_refused

pytestmark = needs_the_document


@pytest.fixture(scope="module")
def source() -> str:
    return FILES[0].read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def official() -> Document:
    return read_plan(FILES[0])


def test_it_has_its_chapters_actions_tasks_boxes_and_items(official):
    assert official.title == "耒阳市碳达峰实施方案"
    assert [chapter.title for chapter in official.chapters] == [
        "总体要求",
        "主要目标",
        "重点任务",
        "政策保障",
        "组织实施",
    ]
    assert [len(action.of_kind(PartKind.TASK)) for action in official.actions] == [
        4,
        5,
        5,
        5,
        3,
        3,
        4,
        3,
        4,
        4,
    ]
    boxes = official.of_kind(PartKind.BOX)
    assert [len(box.of_kind(PartKind.ITEM)) for box in boxes] == [4, 2, 4, 4, 5, 13, 3]


def test_nothing_of_it_is_lost_or_added(official, source):
    published = "".join(passage.text for passage in official.passages())

    assert official.skipped == []
    assert without_space(published) == without_space(source)


def test_all_forty_tasks_name_their_departments(official):
    tasks = official.of_kind(PartKind.TASK)
    named = {name for task in tasks if task.responsibility for name, _ in task.responsibility.departments}

    assert sum(task.responsibility is not None for task in tasks) == 40
    everywhere = named | {
        name
        for part in official.parts()
        if part.responsibility
        for name, _ in part.responsibility.departments
    }
    assert len(everywhere) == 29
    last = tasks[-1].responsibility
    assert last is not None
    assert [name for name, _ in last.departments] == [
        "市委组织部",
        "市委宣传部",
        "市委党校",
        "市发展和改革局",
    ]
    assert [task.anchor for task in tasks if task.responsibility and not task.responsibility.others] == [
        "a4-t3",
        "a9-t1",
    ]


def test_every_paragraph_is_one_whole_paragraph_with_an_anchor(official):
    passages = list(official.passages())

    assert len(passages) == len({passage.anchor for passage in passages}) == 162
    assert all(len(task.paragraphs) == 1 for task in official.of_kind(PartKind.TASK))


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_it_reads_the_same_in_other_encodings(official, source, encoding):
    again = parse_plan(lines_of(source.encode(encoding)))

    assert [one.text for one in again.passages()] == [one.text for one in official.passages()]


def test_cut_at_any_line_it_is_refused_or_ends_with_a_whole_sentence(source):
    rows = source.split("\n")
    accepted = 0
    for end in range(1, len(rows) - 1, 3):
        if not rows[end].strip():
            continue
        result = read_or_refused("\n".join(rows[: end + 1]).encode())
        if isinstance(result, ImportRefused):
            assert result.line is None or result.line <= end + 1
        else:
            accepted += 1
            assert rows[end].rstrip()[-1] in "。）"
    assert accepted < len(rows) / 20
