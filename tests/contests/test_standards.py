"""Standards come in from the city's files whole or not at all, each version once and for good."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from campaigns.contests import immutable
from campaigns.contests.models import Criterion, Kind, Standard
from campaigns.contests.refusals.standards import StandardsRefused
from campaigns.contests.rules.standard_files import LINE_TEXTS, TEXTS
from campaigns.contests.services.standards import Loaded, load_standards
from tests.contests.standard_files import HEAD, with_line, write

pytestmark = pytest.mark.django_db


def everything() -> tuple[list[Any], list[Any]]:
    """All rows, to see that nothing changed."""
    return (
        list(Standard.objects.order_by("pk").values_list()),
        list(Criterion.objects.order_by("pk").values_list()),
    )


def problems_of(folder) -> list[str]:
    """What the loader says, having seen that it wrote nothing."""
    before = everything()
    with pytest.raises(StandardsRefused) as refused:
        load_standards(folder=folder)
    assert everything() == before
    return refused.value.problems


def test_a_file_comes_in_line_by_line(tmp_path):
    assert load_standards(folder=write(tmp_path)) == Loaded(added=1)

    standard = Standard.objects.get()
    assert (standard.code, standard.version, standard.kind) == ("green-school", 1, "school")
    assert (standard.title, standard.source, standard.is_draft) == (HEAD["title"], HEAD["source"], True)
    rows = Criterion.objects.order_by("order").values_list("key", "parent__key", "points", "is_veto")
    assert list(rows) == [
        ("1", None, None, False),
        ("1.1", "1", Decimal(60), False),
        ("1.2", "1", Decimal("30.5"), False),
        ("2", None, Decimal("9.5"), False),
        ("3", None, None, True),
    ]
    shown = Criterion.objects.get(key="1.1")
    assert (shown.evidence, shown.needs_evidence, shown.hint) == ("电费单", True, "看账单")


def test_the_same_files_again_change_nothing(tmp_path):
    load_standards(folder=write(tmp_path))
    before = everything()

    assert load_standards(folder=tmp_path) == Loaded(unchanged=1)

    assert everything() == before


def test_a_version_that_stands_is_refused_with_other_words(tmp_path):
    load_standards(folder=write(tmp_path))
    write(tmp_path, title="绿色学校标准")

    assert problems_of(tmp_path) == [
        "school.toml：green-school 第1版已经载入过，内容不能再改；要更正请把 version 改为2，作为新版本。"
    ]


def test_a_correction_is_a_new_version_beside_the_old_one(tmp_path):
    load_standards(folder=write(tmp_path))
    before = everything()

    done = load_standards(folder=write(tmp_path, version=2, is_draft=False))

    assert done == Loaded(added=1)
    assert list(Standard.objects.filter(version=1).values_list()) == before[0]
    assert list(Criterion.objects.filter(standard__version=1).values_list()) == before[1]
    assert Standard.objects.get(version=2).is_draft is False


def test_one_wrong_file_keeps_the_right_ones_out(tmp_path):
    write(tmp_path, "a.toml", code="green-other")
    write(tmp_path, "b.toml", version=0)
    (tmp_path / "c.toml").write_bytes(b"\xff\xfe")
    (tmp_path / "d.toml").write_text("code = ", encoding="utf-8")

    problems = problems_of(tmp_path)

    assert problems[0] == "b.toml version：版本要写成1到999的整数。"
    assert problems[1] == "c.toml：不是UTF-8文字，请用UTF-8编码另存。"
    assert problems[2].startswith("d.toml：不是TOML格式，读不出来（")
    assert len(problems) == 3


def test_two_files_of_one_version_are_refused(tmp_path):
    write(tmp_path, "a.toml")

    assert problems_of(write(tmp_path, "b.toml")) == ["b.toml：代码和版本与 a.toml 重复。"]


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        ({"code": "Green School"}, "code：要写代码，只能用小写字母、数字和短横线，最多40个字。"),
        ({"code": None}, "code：要写代码，只能用小写字母、数字和短横线，最多40个字。"),
        ({"version": True}, "version：版本要写成1到999的整数。"),
        ({"version": 1000}, "version：版本要写成1到999的整数。"),
        ({"version": 1.5}, "version：版本要写成1到999的整数。"),
        ({"kind": "factory"}, f"kind：类别“factory”不认识，只能是：{'、'.join(Kind.values)}。"),
        ({"is_draft": "true"}, "is_draft：要写 true（草案）或 false（主管部门已确认）。"),
        ({"is_draft": None}, "is_draft：要写 true（草案）或 false（主管部门已确认）。"),
        ({"title": " "}, "title：不能空着。"),
        ({"title": "字" * 61}, "title：要写成一段文字，不换行，最多60个字。"),
        ({"source": None}, "source：不能空着。"),
        ({"weight": 3}, "weight：不认识这一项。"),
    ],
)
def test_a_wrong_head_is_named(tmp_path, head, sentence):
    assert problems_of(write(tmp_path, **head)) == [f"school.toml {sentence}"]


@pytest.mark.parametrize(
    ("number", "change", "sentence"),
    [
        (1, {"key": "1.a"}, "第2条（1.a）key：编号要写成“2”或“2.3”的样子，加引号。"),
        (1, {"key": 1.1}, "第2条（1.1）key：编号要写成“2”或“2.3”的样子，加引号。"),
        (1, {"key": None}, "第2条（没有编号）key：编号要写成“2”或“2.3”的样子，加引号。"),
        (1, {"title": None}, "第2条（1.1）title：不能空着。"),
        (1, {"title": "字" * 81}, "第2条（1.1）title：要写成一段文字，不换行，最多80个字。"),
        (1, {"hint": 5}, "第2条（1.1）hint：要写成一段文字，不换行，最多300个字。"),
        (1, {"score": 5}, "第2条（1.1）score：不认识这一项。"),
        (1, {"evidence": None}, "第2条（1.1）evidence：写了必须有材料，就要说清楚交什么材料。"),
        (1, {"needs_evidence": 1}, "第2条（1.1）needs_evidence：只能写 true 或 false。"),
        (1, {"points": 0}, "第2条（1.1）points：分值要大于0、不超过100，最多一位小数。"),
        (1, {"points": -60}, "第2条（1.1）points：分值要大于0、不超过100，最多一位小数。"),
        (1, {"points": 60.05}, "第2条（1.1）points：分值要大于0、不超过100，最多一位小数。"),
        (1, {"points": "60"}, "第2条（1.1）points：分值要大于0、不超过100，最多一位小数。"),
        (4, {"points": 5}, "第5条（3）points：一票否决的指标不计分，请去掉分值。"),
        (1, {"points": 61}, "criteria：各项分值合计要正好100分，现在是101.0分。"),
        (2, {"key": "1.1"}, "编号1.1：写了2次，每个编号只能有一条。"),
        (2, {"key": "4.1"}, "编号4.1：前面没有“4”这个大项，请先写大项。"),
        (2, {"key": "2.1"}, "编号2.1：前面没有“2”这个大项，请先写大项。"),
        (4, {"veto": None}, "编号3：既没有分值，也不是一票否决，下面也没有指标。"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, number, change, sentence):
    folder = write(tmp_path, lines=with_line(number, change))

    assert problems_of(folder) == [f"school.toml {sentence}"]


@pytest.mark.parametrize("lines", [[], [{"key": "1", "title": "只有大项"}]])
def test_a_file_without_anything_to_score_is_refused(tmp_path, lines):
    assert problems_of(write(tmp_path, lines=lines))


def test_the_file_knows_how_much_the_tables_hold():
    for model, texts in ((Standard, TEXTS), (Criterion, LINE_TEXTS)):
        for name, longest in texts.items():
            assert model._meta.get_field(name).max_length == longest


def test_the_command_says_what_it_did_and_what_is_wrong(tmp_path, capsys):
    write(tmp_path)
    call_command("load_standards", dir=tmp_path)
    assert capsys.readouterr().out == "创建标准已载入：新增1个，未变0个。\n"

    write(tmp_path, title="别的名称")
    before = everything()
    with pytest.raises(CommandError, match="标准没有载入"):
        call_command("load_standards", dir=tmp_path)
    with pytest.raises(CommandError, match="没有文件夹"):
        call_command("load_standards", dir=tmp_path / "nowhere")
    assert everything() == before


@pytest.mark.parametrize("table", [Standard, Criterion])
@pytest.mark.parametrize("way", ["update", "delete", "sql update", "sql delete"])
def test_the_database_refuses_every_change(tmp_path, table, way):
    load_standards(folder=write(tmp_path))
    before = everything()
    name = connection.ops.quote_name(table._meta.db_table)
    ways = {
        "update": lambda: table.objects.update(title="改过的"),
        # _raw_delete asks neither the model nor what hangs on the rows.
        "delete": lambda: table.objects.all()._raw_delete(using="default"),
        "sql update": lambda: _execute(f"UPDATE {name} SET title = 'x'"),
        "sql delete": lambda: _execute(f"DELETE FROM {name}"),
    }

    with pytest.raises(IntegrityError, match=r"contests: (UPDATE|DELETE) on contests_"), transaction.atomic():
        ways[way]()

    assert everything() == before


def test_the_model_names_the_honest_mistake(tmp_path):
    load_standards(folder=write(tmp_path))
    before = everything()
    for row in (Standard.objects.get(), Criterion.objects.first()):
        with pytest.raises(TypeError, match="cannot be changed"):
            row.save()
        with pytest.raises(TypeError, match="cannot be deleted"):
            row.delete()
    assert everything() == before


def test_the_triggers_come_back_with_the_next_migration():
    standard = Standard.objects.create(
        **(HEAD | {"code": "x", "sha256": "0", "loaded_at": "2026-11-23T09:00+08:00"})
    )
    immutable.STANDARDS.remove(connection)
    assert Standard.objects.filter(pk=standard.pk).update(title="改过的") == 1

    call_command("migrate", verbosity=0)

    with pytest.raises(IntegrityError), transaction.atomic():
        Standard.objects.filter(pk=standard.pk).update(title="又改")
    assert Standard.objects.get(pk=standard.pk).title == "改过的"


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
