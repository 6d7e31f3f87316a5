"""Anybody can read how each action is counted, down to the source of every figure."""

from datetime import date
from decimal import Decimal

import pytest

from carbon_points.models import Action, Factor, Method


def test_every_action_is_in_the_list_by_category(client, catalogue):
    page = client.get("/methods/")

    groups = page.context["groups"]
    assert [group["label"] for group in groups] == ["衣", "食", "住", "行", "游", "用", "办公"]
    assert {row.code for group in groups for row in group["rows"]} == set(
        Action.objects.values_list("code", flat=True)
    )


def test_every_method_page_answers_and_names_its_source(client, catalogue):
    for method in Method.objects.select_related("action"):
        page = client.get(f"/methods/{method.action.code}/")
        assert page.status_code == 200
        assert page.context["method"] == method


def test_the_worked_example_follows_the_chain(client, catalogue):
    example = client.get("/methods/TR-BIKE/").context["example"]

    # 8 km × 46.7 g, half of it without proof, 10 g a point, rounded down once.
    assert (example.quantity, example.net_g, example.share) == (8, Decimal("373.6"), "50%")
    assert (example.credited_mg, example.points) == (186_800, 18)
    assert (example.low_mg, example.high_mg) == (107_600, 602_800)


def test_a_method_with_baseline_and_project_shows_both(client, catalogue):
    page = client.get("/methods/FD-VEG/")

    method = page.context["method"]
    assert method.baseline_g - method.project_g == method.net_g_per_unit == 800
    assert "1.65" in page.content.decode()


def test_what_is_not_quantified_has_no_example_and_says_so(client, catalogue):
    page = client.get("/methods/WA-SORT/")

    assert page.context["example"] is None
    assert "暂不量化" in page.content.decode()
    assert page.context["self_share"] == ""


def test_the_page_shows_the_version_of_a_day(client, catalogue):
    old = Method.objects.get(action__code="TR-BIKE")
    old.valid_to = date(2026, 12, 31)
    old.save(update_fields=["valid_to"])
    new = Method.objects.create(
        action=old.action,
        version="2",
        unit=old.unit,
        baseline_scenario="新的基准",
        net_g_per_unit=Decimal(50),
        tier="B",
        self_share=Decimal("0.5"),
        source="新的来源",
        confidence="seen",
        valid_from=date(2027, 1, 1),
    )

    assert client.get("/methods/TR-BIKE/?on=2026-12-31").context["method"] == old
    page = client.get("/methods/TR-BIKE/?on=2027-01-01")
    assert page.context["method"] == new
    assert page.context["versions"] == [new, old]


@pytest.mark.parametrize(
    "address", ["TR-NONE", "tr-bike", "x" * 300, "%E5%85%AC", "NaN", "1", "TR-BIKE%20", "../../etc"]
)
def test_an_unknown_action_is_not_found(client, catalogue, address):
    assert client.get(f"/methods/{address}/").status_code == 404


@pytest.mark.parametrize("on", ["2026-13-45", "0001-01-01", "9999-12-31", "x", "２０２６-01-01"])
def test_a_strange_day_shows_a_version_all_the_same(client, catalogue, on):
    assert client.get("/methods/TR-BIKE/", {"on": on}).status_code == 200


def test_a_closed_action_has_no_button_to_record_it(client, catalogue):
    assert client.get("/methods/TR-WALK/").context["log_url"] == ""
    assert client.get("/methods/TR-BIKE/").context["log_url"] == "/log/?action=TR-BIKE"


def test_factors_stand_on_the_page_with_their_sources(client, catalogue):
    page = client.get("/methods/EN-ELEC/")

    (factor,) = page.context["factors"]
    assert factor == Factor.objects.get(code="GRID-HN-2023")
    assert "2025年第47号" in page.content.decode()


def test_the_pages_take_a_fixed_number_of_queries(client, catalogue, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get("/methods/")
    # Versions, their factors, the others of the group; the policy in force.
    with django_assert_num_queries(4):
        client.get("/methods/TR-BIKE/")
