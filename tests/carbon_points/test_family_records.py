"""Recording for people whom one keeps: own ledger, own limits, nobody else's."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from carbon_points.models import ActionLog, Transfer
from carbon_points.selectors import balance_of
from core import clock
from tests.accounts.people import kept, someone

HTMX = {"HX-Request": "true"}


@pytest.fixture
def keeper(catalogue: None) -> User:
    return someone("小耒")


@pytest.fixture
def page(client: Client, keeper: User) -> Client:
    client.force_login(keeper)
    return client


def form(**change: Any) -> dict[str, Any]:
    values = {"action": "TR-BIKE", "quantity": "3", "done_on": clock.today().isoformat()}
    return values | {"request_key": str(uuid4())} | change


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


@pytest.mark.parametrize("age_band", ["under14", "14to17", "adult"])
@pytest.mark.parametrize("url", ["/log/", "/log/quick/"])
def test_a_record_for_somebody_stands_in_their_ledger_with_who_wrote_it(page, keeper, url, age_band):
    granny = kept(keeper, age_band=age_band)

    answer = page.post(url, form(for_person=granny.pk), headers=HTMX)

    log = ActionLog.objects.get()
    assert answer.status_code == 200
    assert "给“外婆”记好了" in answer.content.decode()
    assert (log.resident, log.recorded_by, log.channel) == (granny, keeper, "family")
    assert (log.evidence, log.points) == ("self", 7)
    assert (balance_of(granny), balance_of(keeper)) == (7, 0)
    # The page shows the keeper's own balance: it does not move.
    assert 'id="balance"' not in answer.content.decode()


def test_for_oneself_nothing_is_different(page, keeper):
    kept(keeper)

    page.post("/log/", form(for_person="0"), headers=HTMX)

    log = ActionLog.objects.get()
    assert (log.resident, log.recorded_by, log.channel) == (keeper, None, "web")


def test_without_javascript_the_answer_is_their_points(page, keeper):
    granny = kept(keeper)

    answer = page.post("/log/", form(for_person=granny.pk), follow=True)

    assert answer.redirect_chain == [(f"/me/family/{granny.pk}/points/", 302)]
    assert "给“外婆”记好了：骑自行车 3公里，得7分。" in answer.content.decode()


@pytest.mark.parametrize("url", ["/log/", "/log/quick/"])
def test_nobody_records_for_people_whom_somebody_else_keeps(page, url):
    other = someone()
    theirs = kept(other)

    for stranger in (theirs.pk, other.pk, 2**63 - 1):
        for headers in (HTMX, {}):
            assert page.post(url, form(for_person=stranger), headers=headers).status_code == 404

    assert ActionLog.objects.count() == Transfer.objects.count() == 0


@pytest.mark.parametrize("value", ["x", "-1", "1.5", "9" * 19, "１"])
def test_a_person_that_can_be_none_is_refused(page, value):
    assert page.post("/log/", form(for_person=value), headers=HTMX).status_code == 422
    assert ActionLog.objects.count() == 0


def test_the_choice_is_shown_only_when_there_is_somebody(page, keeper):
    path = "/log/?action=TR-BIKE"
    assert "为谁记录" not in page.get(path).content.decode()
    granny = kept(keeper)

    shown = page.get(path).content.decode()
    assert "为谁记录" in shown
    picked = page.get(f"{path}&for={granny.pk}")
    assert [row["label"] for row in picked.context["people"] if row["checked"]] == ["外婆"]
    assert f"&amp;for={granny.pk}" in picked.content.decode()
    assert page.get(f"{path}&for={someone().pk}").status_code == 404


def test_limits_on_the_sheet_are_those_of_the_person(page, keeper):
    granny = kept(keeper)
    for _ in range(2):
        page.post("/log/quick/", form(action="TR-BUS-SELF", quantity="1", for_person=granny.pk))

    mine = {tile.code: tile.remaining_today for tile in page.get("/log/").context["actions"]}
    theirs = {
        tile.code: tile.remaining_today for tile in page.get(f"/log/?for={granny.pk}").context["actions"]
    }
    assert (mine["TR-BUS-SELF"], theirs["TR-BUS-SELF"]) == (2, 0)
    assert page.post("/log/quick/", form(action="TR-BUS-SELF", quantity="1")).status_code == 302


def test_a_refused_form_keeps_for_whom_it_was(page, keeper):
    granny = kept(keeper)

    answer = page.post("/log/", form(quantity="99", for_person=granny.pk), headers=HTMX)

    assert answer.status_code == 422
    assert [row["label"] for row in answer.context["people"] if row["checked"]] == ["外婆"]


def test_the_tile_comes_back_for_the_same_person(page, keeper):
    granny = kept(keeper)

    answer = page.post(
        "/log/quick/", form(action="TR-BUS-SELF", quantity="1", for_person=granny.pk), headers=HTMX
    )

    assert answer.context["quick"].remaining_today == 1
    assert f'name="for_person" value="{granny.pk}"' in answer.content.decode()


def test_the_keeper_takes_a_record_of_theirs_back(page, keeper):
    granny = kept(keeper)
    page.post("/log/", form(for_person=granny.pk))
    log = ActionLog.objects.get()
    shown = page.get(f"/me/family/{granny.pk}/points/").content.decode()
    assert "外婆的积分与记录" in shown
    assert f'action="/me/logs/{log.pk}/undo/"' in shown

    answer = page.post(f"/me/logs/{log.pk}/undo/")

    assert answer.url == f"/me/family/{granny.pk}/points/"
    assert balance_of(granny) == 0
    assert ActionLog.objects.filter(reverses=log, resident=granny).count() == 1


def test_taken_back_by_htmx_the_list_of_the_person_is_mended(page, keeper):
    granny = kept(keeper)
    page.post("/log/", form(for_person=granny.pk))
    log = ActionLog.objects.get()
    here = {"HX-Request": "true", "HX-Current-URL": f"http://testserver/me/family/{granny.pk}/points/"}

    answer = page.post(f"/me/logs/{log.pk}/undo/", headers=here).content.decode()

    assert f'id="row-{log.pk}"' in answer
    assert 'id="balance"' in answer


def test_other_peoples_ledgers_and_records_are_not_found(page, client):
    other = someone()
    theirs = kept(other)
    foreign = Client()
    foreign.force_login(other)
    foreign.post("/log/", form(for_person=theirs.pk))
    log = ActionLog.objects.get()

    assert page.get(f"/me/family/{theirs.pk}/points/").status_code == 404
    assert page.get(f"/me/family/{other.pk}/points/").status_code == 404
    assert page.post(f"/me/logs/{log.pk}/undo/").status_code == 404
    assert ActionLog.objects.count() == 1


def test_the_overview_shows_whom_i_keep_with_their_points(page, keeper):
    assert "还没有添加家人" in page.get("/me/family/record/").content.decode()
    assert "家人代记" not in page.get("/me/").content.decode()
    granny = kept(keeper)
    page.post("/log/", form(for_person=granny.pk))

    shown = page.get("/me/family/record/").content.decode()

    assert "7 分" in shown
    assert f"/log/?for={granny.pk}" in shown
    assert "家人代记" in page.get("/me/").content.decode()


def test_the_pages_take_a_fixed_number_of_queries(page, keeper):
    granny = kept(keeper)
    page.post("/log/", form(for_person=granny.pk))
    paths = ["/me/family/record/", f"/me/family/{granny.pk}/points/", f"/log/?action=TR-BIKE&for={granny.pk}"]
    before = [queries(page, path) for path in paths]

    for number in range(4):
        page.post("/log/", form(for_person=kept(keeper, f"家人{number}").pk))
        page.post("/log/", form(quantity="1", for_person=granny.pk))

    # Session and user, then: all in one; person, balance, what ends soon, count and rows; the form.
    assert [queries(page, path) for path in paths] == before == [3, 7, 11]


# --- API ----------------------------------------------------------------------------------------------------


def post_log(client: Client, **change: Any) -> Any:
    body = {"action": "TR-BIKE", "quantity": 3, "done_on": clock.today().isoformat()} | change
    return client.post("/api/v1/logs", body, content_type="application/json")


def test_the_api_records_for_somebody_and_takes_it_back(page, keeper):
    granny = kept(keeper)

    answer = post_log(page, for_person=granny.pk)

    assert answer.status_code == 201
    log = ActionLog.objects.get()
    assert (log.resident, log.recorded_by, log.channel) == (granny, keeper, "family")
    assert page.get("/api/v1/me/family").json() == {
        "items": [{"id": granny.pk, "nickname": "外婆", "age_band": "adult", "balance": 7}]
    }
    undone = page.post(f"/api/v1/logs/{log.pk}/undo", {}, content_type="application/json")
    assert undone.json()["state"] == "undone"


def test_the_api_finds_nobody_elses_people(page):
    theirs = kept(someone())

    assert post_log(page, for_person=theirs.pk).status_code == 404
    assert post_log(page, for_person=0).status_code == 422
    assert post_log(page, for_person=None).status_code == 422
    assert ActionLog.objects.count() == 0
