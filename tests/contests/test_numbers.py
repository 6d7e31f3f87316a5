"""Applications, passes, titles and coverage, as the indicators will read them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Area, Organisation
from campaigns.contests.models import Contest, Entry, Title
from campaigns.contests.selectors.numbers import Coverage, coverage, whole_city
from core import clock
from tests.carbon_points.ledger_world import NOW, make_resident
from tests.contests.world import TODAY, make_contest, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", NOW.date)


@pytest.fixture
def towns(db: None) -> tuple[Area, Area]:
    """A township, and a village in another one."""
    city = Area.objects.create(code="430499000000", name="某市", level="city")
    town = Area.objects.create(code="430499001000", name="城关镇", level="town", parent=city)
    other = Area.objects.create(code="430499002000", name="河西乡", level="town", parent=city)
    village = Area.objects.create(code="430499002001", name="小村", level="community", parent=other)
    return town, village


def handed_in(contest: Contest, organisation: Organisation | None, state: str, **values: Any) -> Entry:
    """An entry of an organisation, or of a family."""
    number = Entry.objects.count() + 1
    usual: dict[str, Any] = {
        "contest": contest,
        "number": number,
        "organisation": organisation,
        "applicant": make_resident(),
        "slot": f"slot:{number}",
        "name": "某校",
        "area": organisation.area if organisation else None,
        "state": state,
        "request_key": f"k{number}",
        "created_at": NOW,
        "submitted_at": None if state == "draft" else NOW,
    }
    return Entry.objects.create(**(usual | values))


def title_of(entry: Entry, **values: Any) -> Title:
    """A title that holds for a year."""
    usual: dict[str, Any] = {
        "code": f"{entry.pk:016}",
        "entry": entry,
        "contest": entry.contest,
        "kind": entry.contest.kind,
        "level": "示范",
        "name": entry.name,
        "area": entry.area,
        "year": entry.contest.year,
        "valid_from": TODAY,
        "valid_until": TODAY + timedelta(days=365),
    }
    return Title.objects.create(**(usual | values))


def test_everything_is_counted_by_kind_and_township(towns):
    town, village = towns
    contest = make_contest(day=60)
    here = [make_school(area=town)[0] for _ in range(4)]
    there, _ = make_school(area=village)
    make_school(area=town, is_verified=False)
    states = ("accepted", "accepted", "refused", "draft")
    entries = [handed_in(contest, one, state) for one, state in zip(here, states, strict=True)]
    handed_in(contest, there, "withdrawn")
    title_of(entries[0])
    title_of(entries[1], withdrawn_at=NOW, withdrawn_because="处罚")
    family = handed_in(make_contest("family", day=60), None, "accepted")
    title_of(family, valid_until=TODAY - timedelta(days=1), valid_from=TODAY - timedelta(days=2))

    rows = coverage(contest.year)

    assert rows == [
        Coverage(contest.year, "family", "", 1, 1, 0, None),
        Coverage(contest.year, "school", "430499001000", 3, 2, 1, 4),
        Coverage(contest.year, "school", "430499002000", 0, 0, 0, 1),
    ]
    city = whole_city(rows)
    assert city["school"] == Coverage(contest.year, "school", "", 3, 2, 1, 5)
    assert (city["school"].share, city["family"].share) == (20, None)
    assert coverage(contest.year - 1)[0].applications == 0


def test_it_costs_three_queries_whatever_there_is(towns):
    contest = make_contest(day=60)
    for _ in range(2):
        for _ in range(5):
            school, _head = make_school(area=towns[0])
            title_of(handed_in(contest, school, "accepted"))
        with CaptureQueriesContext(connection) as asked:
            coverage(contest.year)
        assert len(asked) == 3
