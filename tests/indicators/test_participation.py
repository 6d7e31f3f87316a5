"""The participation indicators: recorded numbers as published, the others counted from stored rows."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts.models import Household, HouseholdMember, Organisation
from campaigns.contests.models import Contest, Entry, Title
from campaigns.models import Campaign, CheckIn, Session
from carbon_points.models import Counter, CounterEntry
from core import clock
from indicators import sources
from indicators.models import Participation, PeriodTotal
from indicators.participation.catalogue import DEFINITIONS
from indicators.participation.value import WAITING
from indicators.participation.values import value_of, values
from indicators.periods import EPOCH
from indicators.services.totals import fold_totals
from tests.campaigns.world import make_campaign, session_facts
from tests.carbon_points.ledger_world import make_action, make_resident
from tests.contests.world import make_contest, make_school
from tests.indicators.builders import log, small_city
from tests.indicators.reporting import release

pytestmark = pytest.mark.django_db
MONTH = date(2026, 11, 1)
DAY = timezone.make_aware(datetime(2026, 11, 12, 9, 0))  # noqa: DTZ001


@pytest.fixture(autouse=True)
def _december(time_machine, monkeypatch) -> None:
    """November is over; rooms above say nothing unless a test lets them."""
    time_machine.move_to(timezone.make_aware(datetime(2026, 12, 5, 12, 0)), tick=False)  # noqa: DTZ001
    monkeypatch.setattr(sources, "_functions", {})


def test_recorded_numbers_are_the_published_ones():
    release("month", MONTH)
    found = values("month", MONTH)

    assert set(found) == set(DEFINITIONS)
    assert found["P10-PEOPLE"].number == 20
    parts = {part.key: part.number for part in found["P10-ACTIONS"].parts}
    assert (found["P10-ACTIONS"].number, parts["category:travel"]) == (100, 100)
    assert [parts[f"evidence:{kind}"] for kind in ("metered", "evidenced", "self_reported")] == [0, 25, 75]
    grams = found["P10-GRAMS"]
    assert (grams.number, grams.low, grams.high) == (15_000, 10_000, 20_000)
    assert value_of("P10-GRAMS", "month", MONTH) == grams


def test_what_is_not_published_or_hidden_has_no_number():
    release("month", MONTH, logs=None)
    hidden, waiting = (
        value_of("P10-PEOPLE", "month", MONTH),
        value_of("P10-PEOPLE", "month", date(2026, 10, 1)),
    )
    assert (hidden.number, hidden.suppressed, hidden.is_waiting) == (None, True, False)
    assert (waiting, waiting.is_waiting) == (WAITING, True)
    assert all(part.number is None for part in value_of("P10-GRAMS", "month", MONTH).parts if part.suppressed)


def test_the_total_is_that_of_the_page_of_statistics():
    city = small_city(residents=12)
    for resident in city.residents[:9]:
        log(resident, city.actions["bike"], MONTH)
    fold_totals()
    assert value_of("P10-PEOPLE", "total", EPOCH).suppressed
    for resident in city.residents[9:]:
        log(resident, city.actions["bike"], MONTH)
    fold_totals()
    assert value_of("P10-PEOPLE", "total", EPOCH).number == 12


def household(*members: tuple[datetime, datetime | None], took_part: bool = True) -> None:
    """A household whose members joined and left at these moments; the last of them recorded something."""
    home = Household.objects.create(
        name="家", join_code=uuid4().hex[:6].upper(), code_until=DAY, created_at=DAY
    )
    for number, (joined, left) in enumerate(members):
        user = make_resident()
        role = "keeper" if number == 0 else "member"
        HouseholdMember.objects.create(household=home, user=user, role=role, joined_at=joined, left_at=left)
        if took_part and number == len(members) - 1:
            Participation.objects.create(
                resident_id=user.pk,
                period="month",
                start=MONTH,
                category="travel",
                evidence="self_reported",
                channel="web",
                active=1,
            )


def test_households_count_once_and_by_who_belonged_to_them_then():
    for _ in range(9):
        household((DAY, None), (DAY, None))
    household((DAY, None), took_part=False)
    household((DAY - timedelta(days=90), DAY - timedelta(days=30)))
    household((DAY + timedelta(days=20), None))
    assert value_of("P10-HOUSEHOLDS", "month", MONTH).suppressed
    # Left within the month: belonged to it then.
    household((DAY - timedelta(days=90), DAY))
    assert value_of("P10-HOUSEHOLDS", "month", MONTH).number == 10
    assert value_of("P10-HOUSEHOLDS", "month", date(2026, 10, 1)).number == 0


def reached() -> dict[str, object]:
    """How many organisations of each kind November reached."""
    return {
        code.removeprefix("P10-").lower(): value_of(code, "month", MONTH).number
        for code in ("P10-SCHOOLS", "P10-COMMUNITIES", "P10-ENTERPRISES", "P10-AGENCIES")
    }


def body(kind: str, **values: object) -> Organisation:
    """An organisation."""
    return make_school(kind, **values)[0]


def member_recorded(one: Organisation, people: int = 1) -> None:
    """That members recorded something in November."""
    PeriodTotal.objects.create(
        period="month", start=MONTH, scope="organisation", key=one.code, logs=1, people=people
    )


def counted(one: Organisation, state: str) -> None:
    """A class counter of it, with one entry."""
    adult = make_resident()
    counter = Counter.objects.create(
        organisation=one,
        kind="class",
        name="一班",
        action=make_action(f"C-{uuid4().hex[:6]}"),
        size=40,
        created_by=adult,
        created_at=DAY,
    )
    CounterEntry.objects.create(
        counter=counter,
        day=DAY.date(),
        people=30,
        noted_by=adult,
        noted_at=DAY,
        state=state,
        decided_by=make_resident() if state == "approved" else None,
    )


def test_each_way_reaches_an_organisation_and_none_counts_twice():
    school, agency, shop, enterprise = (body(kind) for kind in ("school", "agency", "shop", "enterprise"))
    member_recorded(school)
    counted(school, "approved")
    held(theme_day="", organisation_id=agency.pk)
    entry(shop)
    held(theme_day="", organisation_id=enterprise.pk, kind=Campaign.Kind.PLEDGE)
    member_recorded(body("community", is_verified=False))
    member_recorded(body("community"), people=0)
    counted(body("school"), "pending")
    entry(body("agency"), state="withdrawn")
    entry(body("agency"), state="draft", submitted_at=None)
    called_off = held(theme_day="", organisation_id=body("community").pk)
    Session.objects.filter(pk=called_off.pk).update(cancelled_at=DAY)

    assert reached() == {"schools": 1, "communities": 0, "enterprises": 2, "agencies": 1}


def held(*, theme_day: str, came: int = 0, day: datetime = DAY, **values: object) -> Session | Campaign:
    """A session in November to which so many came."""
    if values.get("kind") == Campaign.Kind.PLEDGE:
        return make_campaign(starts_on=day.date(), ends_on=day.date(), pledge_text="好", now=day, **values)
    campaign = make_campaign(
        session_facts(starts_at=day, capacity=None),
        theme_day=theme_day,
        now=day - timedelta(days=9),
        **values,
    )
    session = campaign.sessions.get()
    helper = make_resident()
    for _ in range(came):
        CheckIn.objects.create(
            session=session,
            resident=make_resident(),
            way="list",
            by=helper,
            nonce=uuid4(),
            seen_at=day,
            received_at=day,
        )
    return session


def entry(
    one: Organisation | None, *, state: str = "submitted", kind: str = "school", **values: object
) -> Entry:
    """Something that was handed in in November."""
    contest = Contest.objects.filter(kind=kind).first() or make_contest(kind)
    number = Entry.objects.count() + 1
    usual = {
        "contest": contest,
        "number": number,
        "organisation": one,
        "applicant": make_resident(),
        "slot": f"slot:{number}",
        "name": "某单位",
        "state": state,
        "request_key": f"k{number}",
        "created_at": DAY,
        "submitted_at": DAY,
    }
    return Entry.objects.create(**(usual | values))


class Span:
    """What the room of content says of a theme day."""

    def __init__(self, slug: str, name: str, first: date, *, is_main: bool = True) -> None:
        """One day."""
        self.slug, self.name, self.from_on, self.to_on, self.is_main = slug, name, first, first, is_main


def test_events_theme_days_and_visits_apart_with_small_ones_hidden():
    spans = [Span("low-carbon", "低碳日", DAY.date()), Span("earth", "地球日", date(2026, 4, 22))]
    sources.register("theme_days", lambda year: spans if year == 2026 else [])
    held(theme_day="low-carbon", came=12)
    held(theme_day="", came=4)
    held(theme_day="", came=3, day=DAY - timedelta(days=40))
    found = values("month", MONTH)

    assert (found["P10-EVENTS"].number, found["P10-ATTENDANCE"].number) == (2, 16)
    parts = {part.key: (part.number, part.suppressed) for part in found["P10-THEMEDAYS"].parts}
    # The visits of the day are hidden with the four of none: their sum is published.
    assert parts == {"day:low-carbon": (1, False), "visits:low-carbon": (None, True)}
    # October's three would follow from the year.
    year = values("year", date(2026, 1, 1))
    assert (year["P10-EVENTS"].number, year["P10-ATTENDANCE"].suppressed) == (3, True)


def test_a_visit_that_was_taken_back_and_an_event_that_comes_do_not_count():
    session = held(theme_day="", came=11)
    held(theme_day="", came=0, day=DAY + timedelta(days=30))
    person = make_resident()
    CheckIn.objects.filter(pk=session.check_ins.first().pk).update(
        taken_back_at=DAY, taken_back_by=person, take_back_reason="扫错了"
    )
    assert value_of("P10-ATTENDANCE", "month", MONTH).number == 10
    assert value_of("P10-EVENTS", "month", date(2026, 12, 1)).number == 0


def test_creations_count_organisations_and_show_families_from_ten_on():
    school = body("school")
    first = entry(school, state="accepted")
    entry(body("school"))
    for _ in range(9):
        entry(None, kind="family")
    Title.objects.create(
        code="t" * 16,
        entry=first,
        contest=first.contest,
        kind="school",
        level="示范",
        name="某校",
        organisation=school,
        year=2026,
        valid_from=DAY.date(),
        valid_until=date(2027, 11, 12),
    )
    found = values("month", MONTH)
    parts = {part.key: part.number for part in found["P10-CREATION"].parts}

    assert found["P10-CREATION"].number == 2
    assert (parts["applications:school"], parts["passed:school"], parts["titles:school"]) == (2, 1, 1)
    assert parts["applications:family"] is None
    assert found["P10-TITLES"].number == 1
    assert value_of("P10-TITLES", "month", date(2026, 10, 1)).number == 0
    entry(None, kind="family")
    parts = {part.key: part.number for part in value_of("P10-CREATION", "month", MONTH).parts}
    assert parts["applications:family"] == 10


def test_rooms_above_are_asked_and_may_have_nothing_to_say():
    assert value_of("P10-TRAINING", "month", MONTH) == WAITING
    assert value_of("P10-GUIDES", "month", MONTH).is_waiting
    assert value_of("P10-ANSWERS", "month", MONTH).is_waiting
    sources.register("training_sessions", lambda first, last: {MONTH: (2, 35)})
    sources.register("guides_read", lambda first, last: 120)
    sources.register("answer_times", lambda first, last: (1.5, 98))
    found = values("month", MONTH)

    assert (found["P10-TRAINING"].number, found["P10-TRAINING"].parts[0].number) == (2, 35)
    assert found["P10-GUIDES"].number == 120
    assert (found["P10-ANSWERS"].number, found["P10-ANSWERS"].parts[0].number) == (1.5, 98)


def test_the_cost_does_not_grow_with_what_was_recorded(django_assert_max_num_queries):
    for _ in range(3):
        release("month", MONTH, version=_ + 1)
        household((DAY, None))
        member_recorded(body("school"))
        held(theme_day="", came=3)
    with django_assert_max_num_queries(12):
        values("month", MONTH)


@pytest.mark.parametrize("code", DEFINITIONS)
def test_every_indicator_has_a_page(client, code):
    release("month", MONTH)
    page = client.get(f"/indicators/p/{code}/").content.decode()
    definition = DEFINITIONS[code]
    for words in (definition.formula, definition.limits, "方案未设数值目标", "平台记录计算", "2026年11月"):
        assert words in page, words


def test_the_page_reads_once_and_does_not_know_other_codes(client, django_assert_max_num_queries):
    release("month", MONTH)
    client.get("/indicators/p/P10-PEOPLE/")
    with django_assert_max_num_queries(2):
        client.get("/indicators/p/P10-PEOPLE/")
    cache.clear()
    assert client.get("/indicators/p/P10-NOBODY/").status_code == 404


def test_a_hidden_number_is_nowhere_on_the_page(client):
    for _ in range(7):
        household((DAY, None))
    assert value_of("P10-HOUSEHOLDS", "month", MONTH).suppressed
    page = client.get("/indicators/p/P10-HOUSEHOLDS/").content.decode()
    assert "为保护隐私，不公布" in page
    assert clock.today() == date(2026, 12, 5)
