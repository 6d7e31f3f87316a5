"""The catalogue comes in from the city's files whole or not at all, and its figures never change."""

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from carbon_points.models import Action, Factor, Method
from carbon_points.rules.catalogue_lines import Problem
from carbon_points.services.catalogue import COLUMNS, CatalogueRefused, Loaded, load_catalogue

pytestmark = pytest.mark.django_db

FACTOR = {
    "code": "GRID-2023",
    "quantity": "GRID",
    "value": "0.4976",
    "unit": "kgCO2/kWh",
    "name": "电网（2023）",
    "gas": "CO2",
    "source": "公告2025年第47号",
    "confidence": "seen",
    "valid_from": "2026-01-01",
}
ACTION = {
    "code": "EN-ELEC",
    "name": "家庭节电",
    "category": "住",
    "unit": "千瓦时",
    "quick_rank": "1",
    "is_open": "1",
    "behaviour": "",
    "is_shared": "0",
    "audience": "resident",
    "evidence": "bill partner",
    "max_per_log": "100",
    "daily_limit": "1",
    "limit_period": "month",
    "limit_counts": "logs",
    "choices": "1|2.5",
    "engagement_points": "0",
}
METHOD = {
    "action": "EN-ELEC",
    "version": "1",
    "unit": "千瓦时",
    "baseline_scenario": "本户上年同月",
    "baseline_kg": "0.4976",
    "project_kg": "0",
    "net_kg": "0.4976",
    "low_kg": "0.4",
    "high_kg": "0.6",
    "tier": "A",
    "self_share": "0.5",
    "factors": "GRID-2023",
    "source": "公告2025年第47号",
    "confidence": "seen",
    "valid_from": "2026-01-01",
}
Files = Callable[..., Path]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Writes the three files: files(factors=[…], actions=[…], methods=[…]), each row complete by itself."""

    def write(**rows: list[dict[str, str]]) -> Path:
        whole = {"factors": [FACTOR], "actions": [ACTION], "methods": [METHOD]} | rows
        for name, lines in whole.items():
            with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, COLUMNS[f"{name}.csv"], restval="")
                writer.writeheader()
                writer.writerows(lines)
        return tmp_path

    return write


def everything() -> tuple[list[tuple[object, ...]], ...]:
    """All rows of the catalogue, to see that nothing changed."""
    links = Method.factors.through.objects.values_list("method__version", "factor__code")
    return (
        list(Factor.objects.order_by("pk").values_list()),
        list(Action.objects.order_by("pk").values_list()),
        list(Method.objects.order_by("pk").values_list()),
        list(links),
    )


def problems_of(folder: Path) -> list[Problem]:
    """What the loader says, having seen that it wrote nothing."""
    before = everything()
    with pytest.raises(CatalogueRefused) as refused:
        load_catalogue(folder=folder)
    assert everything() == before
    return refused.value.problems


def test_the_files_come_in_with_every_figure_exact(files):
    assert load_catalogue(folder=files()) == Loaded(added=3)

    factor, action, method = Factor.objects.get(), Action.objects.get(), Method.objects.get()
    assert factor.value == Decimal("0.4976")
    assert (factor.valid_from, factor.valid_to) == (date(2026, 1, 1), None)
    assert (action.category, action.choices, action.evidence) == ("home", [1, 2.5], ["bill", "partner"])
    assert (action.is_open, action.quick_rank, action.max_per_log) == (True, 1, Decimal(100))
    assert (method.baseline_g, method.project_g, method.net_g_per_unit) == (
        Decimal("497.6"),
        Decimal(0),
        Decimal("497.6"),
    )
    assert (method.low_g, method.high_g, method.self_share) == (Decimal(400), Decimal(600), Decimal("0.5"))
    assert list(method.factors.all()) == [factor]


def test_the_same_files_again_change_nothing(files):
    load_catalogue(folder=files())
    before = everything()

    assert load_catalogue(folder=files()) == Loaded(unchanged=3)

    assert everything() == before


def test_the_real_catalogue_of_the_city_loads(capsys):
    call_command("load_catalogue")
    first = everything()
    call_command("load_catalogue")

    assert everything() == first
    assert "新增0行，更新0行，停用0行" in capsys.readouterr().out
    with (settings.CITY.folder / "actions.csv").open(encoding="utf-8") as file:
        codes = {row["code"] for row in csv.DictReader(file)}
    assert set(Action.objects.values_list("code", flat=True)) == codes
    assert not Action.objects.filter(methods=None).exists()
    assert Action.objects.filter(quick_rank__isnull=False, is_open=True).count() == 6


def test_staff_words_of_an_action_can_change(files):
    load_catalogue(folder=files())

    done = load_catalogue(
        folder=files(actions=[ACTION | {"name": "省电", "is_open": "0", "quick_rank": "2"}])
    )

    assert done == Loaded(updated=1, unchanged=2)
    action = Action.objects.get()
    assert (action.name, action.is_open, action.quick_rank) == ("省电", False, 2)


def test_two_actions_can_swap_their_places_on_the_home_page(files):
    other = ACTION | {"code": "EN-GAS", "quick_rank": "2"}
    load_catalogue(folder=files(actions=[ACTION, other]))

    load_catalogue(folder=files(actions=[ACTION | {"quick_rank": "2"}, other | {"quick_rank": "1"}]))

    assert dict(Action.objects.values_list("code", "quick_rank")) == {"EN-ELEC": 2, "EN-GAS": 1}


def test_a_new_version_closes_the_old_one(files):
    load_catalogue(folder=files())
    old = METHOD | {"valid_to": "2026-12-31"}
    new = METHOD | {"version": "2", "valid_from": "2027-01-01", "baseline_kg": "0.5", "net_kg": "0.5"}

    assert load_catalogue(folder=files(methods=[old, new])) == Loaded(added=1, closed=1, unchanged=2)

    assert list(Method.objects.order_by("version").values_list("version", "valid_to", "net_g_per_unit")) == [
        ("1", date(2026, 12, 31), Decimal("497.6")),
        ("2", None, Decimal(500)),
    ]


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"net_kg": "0.5", "baseline_kg": "0.5"}, "baseline_g"),
        ({"high_kg": "0.7"}, "high_g"),
        ({"source": "另一份公告"}, "source"),
        ({"factors": ""}, "factors"),
        ({"valid_from": "2026-02-01"}, "valid_from"),
    ],
)
def test_a_published_method_version_cannot_change(files, changed, column):
    load_catalogue(folder=files())

    (problem,) = problems_of(files(methods=[METHOD | changed]))

    assert (problem.file, problem.line) == ("methods.csv", 2)
    assert "不能修改" in problem.message
    assert column in problem.message


def test_a_published_factor_cannot_change_and_a_closed_one_stays_closed(files):
    load_catalogue(folder=files(factors=[FACTOR | {"valid_to": "2026-12-31"}]))

    (changed,) = problems_of(files(factors=[FACTOR | {"valid_to": "2026-12-31", "value": "0.5"}]))
    (reopened,) = problems_of(files())

    assert (changed.file, changed.line) == ("factors.csv", 2)
    assert "value" in changed.message
    assert "valid_to" in reopened.message


REFUSED = [
    ("factors", {"source": ""}, "缺少来源"),
    ("factors", {"valid_from": ""}, "生效日期"),
    ("factors", {"valid_from": "2026-02-30"}, "生效日期"),
    ("factors", {"valid_from": "0001-01-01"}, "生效日期"),
    ("factors", {"valid_to": "2025-12-31"}, "早于生效日期"),
    ("factors", {"value": "NaN"}, "不是数字"),
    ("factors", {"value": "1e400"}, "不是数字"),
    ("factors", {"value": "０.４９"}, "不是数字"),
    ("factors", {"value": "٣"}, "不是数字"),
    ("factors", {"value": "-0.4976"}, "不是数字"),
    ("factors", {"value": "0.12345678901"}, "不是数字"),
    ("factors", {"value": "9999999"}, "太大"),
    ("factors", {"value": ""}, "不是数字"),
    ("factors", {"code": "电网"}, "因子编号"),
    ("factors", {"confidence": "sure"}, "依据"),
    ("factors", {"name": "长" * 121}, "name"),
    ("actions", {"category": "睡"}, "类别"),
    ("actions", {"quick_rank": "7"}, "首页位置"),
    ("actions", {"is_open": "yes"}, "是否开放"),
    ("actions", {"evidence": "self rumour"}, "rumour"),
    ("actions", {"choices": "1|0"}, "可选数量"),
    ("actions", {"choices": "101"}, "超过单次上限"),
    ("actions", {"engagement_points": "1.5"}, "互动分"),
    ("actions", {"daily_limit": "0"}, "大于0"),
    ("actions", {"max_per_log": "１０"}, "不是数字"),
    ("actions", {"limit_period": "hour"}, "上限期间"),
    ("methods", {"source": ""}, "缺少来源"),
    ("methods", {"valid_from": ""}, "生效日期"),
    ("methods", {"action": "EN-NONE"}, "EN-NONE"),
    ("methods", {"unit": "公斤"}, "单位"),
    ("methods", {"factors": "GRID-2023 GRID-1999"}, "GRID-1999"),
    ("methods", {"net_kg": "0.4975"}, "应为0.4976"),
    ("methods", {"net_kg": ""}, "必须有净减排"),
    ("methods", {"tier": "C"}, "必须留空"),
    ("methods", {"tier": "D"}, "等级"),
    ("methods", {"low_kg": "0.7", "high_kg": "0.6"}, "下限0.7大于上限0.6"),
    ("methods", {"low_kg": "0.5"}, "下限0.5大于净减排"),
    ("methods", {"high_kg": "0.45"}, "上限0.45小于净减排"),
    ("methods", {"self_share": "1.5"}, "0到1"),
    ("methods", {"self_share": "Infinity"}, "不是数字"),
    ("methods", {"project_kg": "-0"}, "不是数字"),
]
GOOD = {"factors": FACTOR, "actions": ACTION, "methods": METHOD}


@pytest.mark.parametrize(("name", "change", "words"), REFUSED)
def test_a_wrong_cell_is_refused_with_its_line(files, name, change, words):
    good = {
        "factors": FACTOR | {"code": "NG", "quantity": "NG"},
        "actions": ACTION | {"code": "EN-GAS", "quick_rank": ""},
        "methods": METHOD | {"version": "0", "valid_from": "2025-01-01", "valid_to": "2025-12-31"},
    }

    problems = problems_of(files(**{name: [good[name], GOOD[name] | change]}))

    # A factor or action with a wrong code is also missing where it is named.
    assert {problem.line for problem in problems if problem.file == f"{name}.csv"} == {3}
    assert any(words in problem.message for problem in problems)


def test_the_same_code_twice_is_refused_on_the_second_line(files):
    (problem,) = problems_of(files(actions=[ACTION, ACTION | {"quick_rank": ""}]))

    assert (problem.file, problem.line) == ("actions.csv", 3)
    assert "第2行重复" in problem.message


def test_two_actions_on_one_place_are_refused(files):
    (problem,) = problems_of(files(actions=[ACTION, ACTION | {"code": "EN-GAS"}]))

    assert (problem.line, "首页位置" in problem.message) == (3, True)


@pytest.mark.parametrize("start", ["2026-01-01", "2026-06-01", "2026-12-31"])
def test_overlapping_versions_are_refused(files, start):
    first = METHOD | {"valid_to": "2026-12-31"}

    (problem,) = problems_of(files(methods=[first, METHOD | {"version": "2", "valid_from": start}]))

    assert (problem.file, problem.line) == ("methods.csv", 3)
    assert "与第2行有效期重叠" in problem.message


def test_a_version_that_overlaps_a_published_one_is_refused(files):
    load_catalogue(folder=files())

    (problem,) = problems_of(files(methods=[METHOD | {"version": "2", "valid_from": "2026-06-01"}]))

    assert (problem.file, problem.line) == ("methods.csv", 2)
    assert "已发布的1" in problem.message


def test_overlapping_factors_of_one_quantity_are_refused(files):
    (problem,) = problems_of(
        files(factors=[FACTOR, FACTOR | {"code": "GRID-2024", "valid_from": "2026-05-01"}])
    )

    assert (problem.file, problem.line) == ("factors.csv", 3)


def test_every_problem_is_named_at_once(files):
    problems = problems_of(
        files(factors=[FACTOR | {"source": ""}], methods=[METHOD | {"net_kg": "1", "high_kg": "2"}])
    )

    assert [(problem.file, problem.line) for problem in problems] == [("factors.csv", 2), ("methods.csv", 2)]


def test_a_line_number_counts_line_breaks_inside_cells(files):
    folder = files(
        factors=[FACTOR | {"notes": "一\n二\n三"}, FACTOR | {"code": "NG", "quantity": "NG", "source": ""}]
    )

    (problem,) = problems_of(folder)

    assert problem.line == 5


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", 1, "缺少列"),
        (b"code,name\nA,b\n", 1, "缺少列"),
        ("code,value\nA,1\n".encode("utf-16"), 1, "UTF-8"),
        ("代码,数值\n".encode("gbk"), 1, "UTF-8"),
        (b"\x00" * 300, 1, "无法识别"),
        (",".join(COLUMNS["factors.csv"]).encode(), 1, "没有任何数据行"),
        ((",".join(COLUMNS["factors.csv"]) + "\nA,b\n").encode(), 2, "有2格，应有11格"),
        ((",".join(COLUMNS["factors.csv"]) + '\n"A,b\n').encode(), 2, "引号"),
        ((",".join(COLUMNS["factors.csv"]) + ",code\n").encode(), 1, "重复的列名"),
    ],
)
def test_an_unreadable_file_is_refused(files, data, line, words):
    folder = files()
    (folder / "factors.csv").write_bytes(data)

    problems = problems_of(folder)

    assert (problems[0].file, problems[0].line) == ("factors.csv", line)
    assert words in problems[0].message


def test_a_missing_file_is_refused_by_the_command(files):
    folder = files()
    (folder / "methods.csv").unlink()

    with pytest.raises(CommandError, match=r"methods\.csv 第1行：读不到文件"):
        call_command("load_catalogue", dir=folder)

    assert everything() == ([], [], [], [])


def method_row(action: Action, **change: object) -> Method:
    """A sound row; each test breaks one thing."""
    values: dict[str, object] = {
        "action": action,
        "version": "9",
        "unit": "千瓦时",
        "baseline_scenario": "基准",
        "baseline_g": Decimal("1288.5"),
        "project_g": Decimal("1068.77"),
        "net_g_per_unit": Decimal("219.73"),
        "low_g": Decimal("219.73"),
        "high_g": Decimal(3990),
        "tier": "B",
        "self_share": Decimal("0.5"),
        "source": "来源",
        "confidence": "seen",
        "valid_from": date(2020, 1, 1),
        "valid_to": date(2020, 12, 31),
    }
    return Method(**values | change)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"net_g_per_unit": Decimal("219.730001"), "low_g": None}, "method_net_is_baseline_minus_project"),
        ({"net_g_per_unit": None}, "method_without_figure_only_in_tier_c"),
        ({"tier": "C"}, "method_without_figure_only_in_tier_c"),
        ({"low_g": Decimal("219.730001")}, "method_low_below_net"),
        ({"high_g": Decimal("219.729999"), "low_g": None}, "method_high_above_net"),
        ({"source": ""}, "method_names_its_source"),
        ({"valid_to": date(2019, 12, 31)}, "method_ends_after_it_starts"),
        ({"self_share": Decimal("1.001")}, "method_self_share_is_a_part"),
    ],
)
def test_the_database_refuses_a_method_that_cannot_be_true(files, change, constraint):
    load_catalogue(folder=files())
    before = everything()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        method_row(Action.objects.get(), **change).save()

    assert everything() == before


def test_the_database_takes_an_exact_difference_that_floats_would_miss(files):
    load_catalogue(folder=files())

    method_row(Action.objects.get()).save()

    assert Method.objects.get(version="9").net_g_per_unit == Decimal("219.73")


def test_the_database_keeps_one_open_version(files):
    load_catalogue(folder=files())

    with pytest.raises(IntegrityError), transaction.atomic():
        method_row(Action.objects.get(), valid_from=date(2020, 1, 1), valid_to=None).save()

    assert Method.objects.count() == 1


def test_published_rows_guard_themselves(files):
    load_catalogue(folder=files())
    method = Method.objects.get()
    method.net_g_per_unit = Decimal(1)

    with pytest.raises(TypeError, match="new version"):
        method.save()
    with pytest.raises(TypeError, match="valid_to"):
        method.delete()

    assert Method.objects.get().net_g_per_unit == Decimal("497.6")
