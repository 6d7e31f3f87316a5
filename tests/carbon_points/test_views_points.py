"""A resident reads their own records and points, and takes a record back within ten minutes."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from carbon_points.models import ActionLog, Transfer
from carbon_points.pending.records import record
from carbon_points.selectors import balance_of, week_of
from carbon_points.services.logs import undo_log
from core import clock

HTMX = {"HX-Request": "true"}


def did(user: User, action: str = "TR-BIKE", quantity: str = "3", **change: Any) -> ActionLog:
    """A record of today."""
    values: dict[str, Any] = {"done_on": clock.today(), "request_key": str(uuid4())} | change
    return record(user, action=action, quantity=Decimal(quantity), **values)


def week_counts(user: User) -> tuple[int, int]:
    """Days in all, days of this week."""
    week = week_of(user)
    assert week is not None
    return week.total, week.done


def test_my_points_want_a_sign_in(client):
    answer = client.get("/me/points/")

    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")


def test_my_records_come_latest_first_and_only_mine(signed_in, resident):
    first, second = did(resident), did(resident, "FD-CLEANPLATE", "1")
    did(User.objects.create_user("somebody"))

    page = signed_in.get("/me/points/")

    assert [row.id for row in page.context["rows"]] == [second.pk, first.pk]
    assert page.context["balance"] == first.points + second.points
    assert f"/me/logs/{first.pk}/undo/" in page.content.decode()


def test_the_ledger_tab_names_each_movement_with_its_sign(signed_in, resident):
    log = did(resident)
    signed_in.post(f"/me/logs/{log.pk}/undo/")

    page = signed_in.get("/me/points/?kind=ledger")

    assert [(row.label, row.points) for row in page.context["ledger"]] == [
        ("撤销：骑自行车", -log.points),
        ("记录行动：骑自行车", log.points),
    ]
    assert page.context["rows"] == []


def test_an_empty_page_suggests_something(signed_in):
    page = signed_in.get("/me/points/")

    assert page.context["suggestion"].code == "TR-BUS-SELF"
    assert "还没有记录" in page.content.decode()


def test_an_undo_gives_the_points_back_and_stays_visible(signed_in, resident):
    log = did(resident)

    answer = signed_in.post(f"/me/logs/{log.pk}/undo/", headers=HTMX)

    assert answer.status_code == 200
    assert (answer.context["row"].state, answer.context["balance"]) == ("undone", 0)
    page = signed_in.get("/me/points/")
    assert [(row.id, row.state, row.can_undo) for row in page.context["rows"]] == [(log.pk, "undone", False)]


def test_an_undo_without_javascript_says_so_on_the_page(signed_in, resident):
    log = did(resident)

    page = signed_in.post(f"/me/logs/{log.pk}/undo/", follow=True)

    assert page.redirect_chain == [("/me/points/", 302)]
    assert "已撤销：骑自行车" in page.content.decode()


def test_an_undo_after_ten_minutes_is_refused_and_changes_nothing(signed_in, resident):
    log = did(resident)

    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        answer = signed_in.post(f"/me/logs/{log.pk}/undo/", headers=HTMX)
        page = signed_in.get("/me/points/")

    assert answer.status_code == 409
    assert "10分钟" in answer.content.decode()
    assert page.context["rows"][0].can_undo is False
    assert (ActionLog.objects.count(), Transfer.objects.count()) == (1, 1)


@pytest.mark.parametrize("log_id", ["999999", "0", "-1", str(2**63), "9" * 5000, "１２"])
def test_a_record_that_is_not_there_cannot_be_undone(signed_in, log_id):
    # An address of 5,000 signs is too long to be looked up.
    assert signed_in.post(f"/me/logs/{log_id}/undo/").status_code in {404, 414}
    assert ActionLog.objects.count() == 0


def test_somebody_elses_record_looks_like_none(signed_in):
    log = did(User.objects.create_user("somebody"))

    answer = signed_in.post(f"/me/logs/{log.pk}/undo/")

    assert answer.status_code == 404
    assert ActionLog.objects.count() == 1


def test_records_come_in_pages_of_twenty(signed_in, resident):
    for _ in range(24):
        undo_log(resident=resident, log_id=did(resident).pk)

    first, second = signed_in.get("/me/points/"), signed_in.get("/me/points/?page=2")
    beyond = signed_in.get("/me/points/?page=99999999999999999999")

    assert (len(first.context["rows"]), len(second.context["rows"])) == (20, 4)
    assert len(beyond.context["rows"]) == 20
    assert "page=2" in first.content.decode()


@pytest.mark.parametrize("query", ["page=NaN", "page=-1", "page=0", "page=1e9", "kind=nonsense", "page=１"])
def test_strange_page_numbers_show_a_page(signed_in, query):
    assert signed_in.get(f"/me/points/?{query}").status_code == 200


def test_days_count_once_and_undone_ones_do_not_count(resident):
    with time_machine.travel("2026-11-25 12:00+08:00"):
        did(resident)
        did(resident, done_on=clock.today() - timedelta(days=1))
        log = did(resident, "FD-CLEANPLATE", "1")
        assert week_counts(resident) == (2, 2)

    with time_machine.travel("2026-11-25 12:05+08:00"):
        undo_log(resident=resident, log_id=log.pk)
        assert week_counts(resident) == (2, 2)

    with time_machine.travel("2026-11-30 12:00+08:00"):
        assert week_counts(resident) == (2, 0)


def test_the_me_page_shows_points_and_days(signed_in, resident):
    log = did(resident)

    page = signed_in.get("/me/")

    assert (page.context["balance"], page.context["week"].total) == (balance_of(resident), 1)
    assert balance_of(resident) == log.points


@pytest.mark.parametrize(("url", "queries"), [("/me/points/", 6), ("/me/points/?kind=ledger", 8)])
def test_the_page_takes_a_fixed_number_of_queries(
    signed_in: Client, resident, django_assert_num_queries, url, queries
):
    for _ in range(3):
        did(resident, quantity="1")

    with django_assert_num_queries(queries):
        signed_in.get(url)
