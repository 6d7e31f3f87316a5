"""Staff's lists and forms that no other test counts: the same queries with one row and with many."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from carbon_points.models import Anomaly, BudgetLine, Cause, Place
from carbon_points.services.rewards import ensure_budget_line, open_cause
from tests.carbon_points.ledger_world import NOW, TODAY, make_action, make_resident

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    """The IT administrator's browser."""
    client = Client()
    client.force_login(User.objects.create_superuser("root", "a-long-password"))
    return client


def places(rows: int) -> list[Place]:
    action = make_action("TO-LEARN", evidence=["qr"])
    return [
        Place.objects.create(code=f"P{number}", name=f"点位{number}", action=action, valid_from=TODAY)
        for number in range(rows)
    ]


def lines(rows: int) -> list[BudgetLine]:
    return [ensure_budget_line(code=f"line-{number}", name="预算", funder="单位") for number in range(rows)]


def findings(rows: int) -> list[Anomaly]:
    return [
        Anomaly.objects.create(
            kind="velocity", key=f"k{number}", summary="很快", found_at=NOW, resident=make_resident()
        )
        for number in range(rows)
    ]


def causes(rows: int) -> list[Cause]:
    return [open_cause(name=f"项目{number}", summary="种树") for number in range(rows)]


# Name of the address, what it is about, whether the address names it, how many queries.
SCREENS = {
    "places:index": (places, False, 9),
    "places:edit": (places, True, 12),
    "places:sheet": (places, True, 4),
    "budget_lines_admin:index": (lines, False, 8),
    "budget_lines_admin:edit": (lines, True, 9),
    "causes_admin:index": (causes, False, 8),
    "causes_admin:edit": (causes, True, 9),
    "anomalies:detail": (findings, True, 7),
}


@pytest.mark.parametrize("rows", [1, 12])
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_takes_a_fixed_number_of_queries(desk: Client, name: str, rows: int) -> None:
    make, named, queries = SCREENS[name]
    row = make(rows)[0]
    address = reverse(name, args=[row.pk] if named else [])
    # What Wagtail reads once for a process is no query of the screen.
    desk.get(address)

    with CaptureQueriesContext(connection) as done:
        answer = desk.get(address)

    assert answer.status_code == 200
    assert len(done) == queries
