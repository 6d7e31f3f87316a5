"""People record an action on the sheet, in one tap, or as a guest who signs in afterwards."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import PendingAction, User
from carbon_points.models import Action, ActionLog, Transfer
from carbon_points.selectors import balance_of, quick_actions
from core import clock

HTMX = {"HX-Request": "true"}


def form(**change: Any) -> dict[str, Any]:
    """What the form of cycling sends."""
    values = {"action": "TR-BIKE", "quantity": "3", "done_on": clock.today().isoformat()}
    return values | {"request_key": str(uuid4())} | change


def test_the_sheet_is_open_to_everybody(client: Client, catalogue):
    page = client.get("/log/")

    assert page.status_code == 200
    assert [tile.code for tile in page.context["actions"]][:1] == ["CL-LESS"]
    assert page.context["chosen"] is None
    assert {tile.category for tile in page.context["actions"]} <= set(Action.Category)


def test_a_category_shows_its_own_actions(client, catalogue):
    page = client.get("/log/?category=travel")

    assert {tile.category for tile in page.context["actions"]} == {"travel"}
    assert [item["key"] for item in page.context["categories"] if item["current"]] == ["travel"]


@pytest.mark.parametrize("query", ["category=nonsense", "category=travel&category=food", "action=", "x=1"])
def test_a_strange_query_shows_the_sheet(client, catalogue, query):
    assert client.get(f"/log/?{query}").status_code == 200


def test_an_action_opens_its_form_with_choices_and_days(client, catalogue):
    page = client.get("/log/?action=TR-BIKE")

    chosen = page.context["chosen"]
    assert [choice["label"] for choice in chosen.choices] == ["1公里", "3公里", "5公里", "8公里"]
    assert [choice["checked"] for choice in chosen.choices] == [True, False, False, False]
    assert [day["label"] for day in page.context["days"]] == ["今天", "昨天"]


def test_htmx_gets_the_form_alone(client, catalogue):
    answer = client.get("/log/?action=TR-BIKE", headers=HTMX)

    assert answer.content.decode().lstrip().startswith("<section")
    assert b"<html" not in answer.content


@pytest.mark.parametrize(("code", "status"), [("TR-NONE", 404), ("CL-LINEDRY", 409)])
def test_an_action_that_cannot_be_recorded_is_refused_in_words(client, catalogue, code, status):
    page = client.get(f"/log/?action={code}")

    assert page.status_code == status
    assert page.context["refusal"] in page.content.decode()


def test_a_record_from_the_sheet(signed_in, resident):
    answer = signed_in.post("/log/", form(), headers=HTMX)

    log = ActionLog.objects.get()
    assert answer.status_code == 200
    assert (log.resident, log.action.code, log.quantity, log.points) == (resident, "TR-BIKE", Decimal(3), 7)
    assert answer.context["log"].id == log.pk
    assert answer.context["balance"] == balance_of(resident) == 7
    assert answer.context["log"].minutes_left == 10


def test_a_record_without_javascript_goes_to_my_points_with_a_message(signed_in):
    answer = signed_in.post("/log/", form(), follow=True)

    assert answer.redirect_chain == [("/me/points/", 302)]
    assert "记好了：骑自行车 3公里，得7分。" in answer.content.decode()


def test_a_chosen_amount_counts_when_nothing_is_typed(signed_in):
    signed_in.post("/log/", form(quantity="", choice="5"))

    assert ActionLog.objects.get().quantity == 5


def test_a_typed_amount_wins_over_a_chosen_one(signed_in):
    signed_in.post("/log/", form(quantity="2.5", choice="5"))

    assert str(ActionLog.objects.get().quantity) == "2.500"


def test_the_same_form_twice_records_once(signed_in):
    values = form()

    first, second = (signed_in.post("/log/", values, headers=HTMX) for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 200)
    assert ActionLog.objects.count() == Transfer.objects.count() == 1


def test_one_tap_records_and_brings_the_tile_back_with_a_fresh_key(signed_in, resident):
    tile = quick_actions(resident)[0]
    values = form(action=tile.code, quantity=tile.default_quantity, request_key=tile.request_key)

    answer = signed_in.post("/log/quick/", values, headers=HTMX)

    assert answer.status_code == 200
    fresh = answer.context["quick"]
    assert fresh.code == tile.code
    assert fresh.request_key != tile.request_key
    assert fresh.request_key in answer.content.decode()
    assert (tile.remaining_today, fresh.remaining_today) == (2, 1)
    assert ActionLog.objects.count() == 1


FAULTS = [
    ({"quantity": ""}, "请选择或填写数量"),
    *(
        ({"quantity": text}, "数量请用半角数字填写")
        for text in (
            "0",
            "-1",
            "NaN",
            "1e400",
            "1e-9",
            "-0",
            "Infinity",
            "０１２",
            "٣",
            "1,5",
            "0.0001",
            "三",
        )
    ),
    ({"quantity": "9" * 13}, "内容太长"),
    ({"done_on": "2026-13-45"}, "日期不对"),
    ({"done_on": "0001-01-01T00:00"}, "内容太长"),
    ({"done_on": "24:00"}, "日期不对"),
    ({"request_key": "a b"}, "请刷新页面"),
    ({"request_key": "k" * 65}, "内容太长"),
    ({"action": ""}, "请先选择一项行动"),
    ({"action": "tr-bike"}, "没有这项行动"),
    ({"action": "X" * 41}, "内容太长"),
    ({"action": "TR-NONE"}, "没有这项行动"),
    ({"action": "CL-LINEDRY"}, "暂时不能记录"),
    ({"quantity": "21"}, "一次最多记20公里"),
    ({"done_on": "2020-01-01"}, "今天或昨天"),
    ({"done_on": "9999-12-31"}, "今天或昨天"),
    ({"action": "TR-BUS-SELF", "quantity": "1.5"}, "整数"),
]


@pytest.mark.parametrize(("change", "sentence"), FAULTS)
@pytest.mark.parametrize("url", ["/log/", "/log/quick/"])
@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_wrong_form_is_refused_with_its_sentence(signed_in, url, change, sentence, headers):
    answer = signed_in.post(url, form(**change), headers=headers)

    assert 400 <= answer.status_code < 500
    assert sentence in answer.content.decode()
    assert ActionLog.objects.count() == Transfer.objects.count() == PendingAction.objects.count() == 0


def test_a_refused_form_keeps_what_was_typed_and_its_key(signed_in):
    values = form(quantity="99", done_on=(clock.today() - timedelta(days=1)).isoformat())

    answer = signed_in.post("/log/", values, headers=HTMX)

    assert answer.status_code == 422
    assert answer.context["chosen"].request_key == values["request_key"]
    assert 'value="99"' in answer.content.decode()
    assert [day["checked"] for day in answer.context["days"]] == [False, True]


def test_the_daily_limit_is_said_on_the_tile(signed_in, resident):
    for _ in range(2):
        signed_in.post("/log/quick/", form(action="TR-BUS-SELF", quantity="1"), headers=HTMX)

    answer = signed_in.post("/log/quick/", form(action="TR-BUS-SELF", quantity="1"), headers=HTMX)

    assert answer.status_code == 409
    assert "已经记满" in answer.content.decode()
    assert ActionLog.objects.count() == 2
    remaining = {tile.code: tile.remaining_today for tile in quick_actions(resident)}
    assert remaining["TR-BUS-SELF"] == 0


def test_an_undone_record_makes_room_on_the_tile(signed_in, resident):
    signed_in.post("/log/quick/", form(action="TR-BUS-SELF", quantity="1"))
    log = ActionLog.objects.get()

    signed_in.post(f"/me/logs/{log.pk}/undo/")

    remaining = {tile.code: tile.remaining_today for tile in quick_actions(resident)}
    assert remaining["TR-BUS-SELF"] == 2


@pytest.mark.parametrize("url", ["/log/", "/log/quick/"])
def test_a_guest_signs_in_and_the_record_is_made_once(client, catalogue, url):
    answer = client.post(url, form())

    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")
    assert ActionLog.objects.count() == 0
    kept = PendingAction.objects.get()
    assert (kept.name, kept.label) == ("log_action", "骑自行车 3公里")

    client.force_login(User.objects.create_user("newcomer"))
    first = client.get("/accounts/continue/")
    client.get("/accounts/continue/")

    assert first.url == "/me/points/"
    log = ActionLog.objects.get()
    assert (log.resident.username, log.action.code, log.quantity) == ("newcomer", "TR-BIKE", Decimal(3))


def test_a_guest_with_htmx_is_sent_to_sign_in(client, catalogue):
    answer = client.post("/log/quick/", form(), headers=HTMX)

    assert answer.headers["HX-Redirect"].startswith("/accounts/login/")


def test_a_guest_learns_what_is_wrong_before_signing_in(client, catalogue):
    answer = client.post("/log/quick/", form(action="CL-LINEDRY"))

    assert answer.status_code == 409
    assert PendingAction.objects.count() == 0


def test_a_form_from_elsewhere_is_refused(resident):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(resident)

    assert browser.post("/log/", form()).status_code == 403
    assert ActionLog.objects.count() == 0


@pytest.mark.parametrize("url", ["/log/quick/", "/me/logs/1/undo/"])
def test_reading_changes_nothing(signed_in, url):
    assert signed_in.get(url).status_code == 405


def test_quick_actions_are_six_at_most_and_open(catalogue):
    tiles = quick_actions(None)

    assert [tile.code for tile in tiles][:2] == ["TR-BUS-SELF", "TR-BIKE"]
    assert len(tiles) == 6
    assert len({tile.request_key for tile in tiles}) == 6
    assert tiles[1].points_hint == "+2 分"


def test_the_sheet_takes_a_fixed_number_of_queries(signed_in, django_assert_num_queries):
    signed_in.post("/log/", form())

    # Session, user; actions, their methods, what was recorded before.
    with django_assert_num_queries(5):
        signed_in.get("/log/")


def test_quick_actions_take_a_fixed_number_of_queries(resident, django_assert_num_queries):
    with django_assert_num_queries(3):
        quick_actions(resident)
    with django_assert_num_queries(2):
        quick_actions(None)
