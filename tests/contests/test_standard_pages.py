"""Reading standards: the tree, the list, one version."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.contests.selectors.standards import criteria_of, standards_of_kind, tree_of
from campaigns.contests.services.standards import load_standards
from tests.contests.standard_files import LINES, write
from tests.contests.world import make_standard

pytestmark = pytest.mark.django_db


def test_a_tree_holds_lines_sums_and_vetoes_in_one_query():
    standard = make_standard()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        tree = tree_of(standard)
        total = tree.total

    assert len(queries) == 1
    assert [(node.criterion.key, node.points) for node in tree.sections] == [("1", 90), ("2", 10)]
    assert [node.criterion.key for node in tree.sections[0].children] == ["1.1", "1.2"]
    assert [node.criterion.key for node in tree.vetoes] == ["3"]
    assert total == Decimal(100)


def test_more_lines_cost_no_more_queries(tmp_path):
    lines = [
        *({"key": f"{number}", "title": f"大项{number}"} for number in range(1, 11)),
        *({"key": f"{number}.1", "title": f"小项{number}", "points": 10} for number in range(1, 11)),
    ]
    load_standards(folder=write(tmp_path, lines=lines))
    load_standards(folder=write(tmp_path, version=2))
    large, small = reversed(standards_of_kind("school"))
    client = Client()
    counts = []
    client.get(reverse("contests:standards"))
    for standard in (large, small):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("contests:standard", args=[standard.pk])).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_newest_version_of_a_kind_comes_first(tmp_path):
    load_standards(folder=write(tmp_path))
    load_standards(folder=write(tmp_path, version=2))
    load_standards(folder=write(tmp_path, "shop.toml", code="green-shop", kind="shop"))

    found = list(standards_of_kind("school"))

    assert [standard.version for standard in found] == [2, 1]
    assert [line.key for line in criteria_of(found[0])] == [line["key"] for line in LINES]


def test_everybody_reads_all_versions(tmp_path, client):
    load_standards(folder=write(tmp_path))
    load_standards(folder=write(tmp_path, version=2, is_draft=False))

    html = client.get("/contests/standards/").content.decode()

    assert html.index("绿色学校创建标准 第2版") < html.index("绿色学校创建标准 第1版")
    assert html.count("草案") == 1
    assert "绿色商超" not in html


def test_one_version_shows_points_evidence_hints_vetoes_and_source(tmp_path, client):
    load_standards(folder=write(tmp_path))
    standard = standards_of_kind("school").get()

    html = client.get(reverse("contests:standard", args=[standard.pk])).content.decode()

    for words in (
        "草案：",
        "90.5 分",
        "30.5 分",
        "要交的材料（必交）",
        "电费单",
        "看账单",
        "一票否决",
        "测试用的依据",
    ):
        assert words in html, words


def test_a_confirmed_standard_is_no_draft(tmp_path, client):
    load_standards(folder=write(tmp_path, is_draft=False))
    standard = standards_of_kind("school").get()

    assert "草案" not in client.get(reverse("contests:standard", args=[standard.pk])).content.decode()


def test_what_is_not_there_is_not_found(client):
    assert client.get("/contests/standards/99/").status_code == 404
    assert "还没有标准" in client.get("/contests/standards/").content.decode()
