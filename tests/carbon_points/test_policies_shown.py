"""Pages and API say what holds today, not what the catalogue once said."""

from datetime import timedelta

import pytest
import time_machine

from accounts.models import User
from carbon_points.selectors.catalogue import quick_actions, tile_of
from tests.carbon_points.ledger_world import NOW
from tests.carbon_points.policy_world import publish

NEW = {"self_share": "0.25", "daily_limit": "4", "max_per_log": "4", "engagement_points": 6}


@pytest.fixture
def bike(catalogue):
    """Riding a bicycle by other rules from tomorrow on."""
    publish("action", "TR-BIKE", NEW)
    publish("action", "CO-BAG", {"limit_period": "week", "limit_counts": "logs", "daily_limit": "3"})


@pytest.fixture
def tomorrow(bike):
    """It is tomorrow."""
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        yield


def today():
    return time_machine.travel(NOW, tick=False)


def test_a_tile_says_what_holds_today(bike, resident: User):
    with today():
        tile = tile_of(resident, "TR-BIKE")

    assert (tile.points_hint, tile.remaining_today) == ("+2 分", 20)
    assert tile.limit_text == "一次最多记20公里，同一天最多20公里"


def test_a_tile_says_the_new_rule_from_its_day(tomorrow, resident: User, django_assert_num_queries):
    tile = tile_of(resident, "TR-BIKE")
    bag = tile_of(resident, "CO-BAG")

    assert (tile.points_hint, tile.remaining_today) == ("+6 分", 4)
    assert tile.limit_text == "一次最多记4公里，同一天最多4公里"
    assert (bag.room_text, bag.remaining_today) == ("本周还可记 3 次", 3)
    with django_assert_num_queries(3):
        quick_actions(resident)


def test_the_api_says_what_holds_today(bike, client):
    with today():
        before = client.get("/api/v1/actions/TR-BIKE").json()
        method_before = client.get("/api/v1/methods/TR-BIKE").json()
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        after = client.get("/api/v1/actions/TR-BIKE").json()
        method_after = client.get("/api/v1/methods/TR-BIKE").json()
        bag = client.get("/api/v1/actions/CO-BAG").json()

    names = ("max_per_log", "limit", "limit_period", "limit_counts", "engagement_points")
    assert [before[name] for name in names] == [20, 20, "day", "units", 0]
    assert [after[name] for name in names] == [4, 4, "day", "units", 6]
    assert [bag[name] for name in names[1:4]] == [3, "week", "logs"]
    assert (method_before["self_share"], method_after["self_share"]) == (0.5, 0.25)


def test_the_method_page_says_what_held_on_its_day(bike, client):
    with today():
        before = client.get("/methods/TR-BIKE/").context
        ahead = client.get("/methods/TR-BIKE/?on=2026-11-24").context

    assert (before["self_share"], before["example"].share) == ("50%", "50%")
    assert (ahead["self_share"], ahead["example"].share) == ("25%", "25%")
    assert ahead["example"].credited_mg * 2 == before["example"].credited_mg
    assert ahead["limit_text"] == "一次最多记4公里，同一天最多4公里"
