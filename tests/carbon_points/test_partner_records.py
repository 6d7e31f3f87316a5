"""What becomes of the records of partners: credited once, or refused with a reason."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.services.consents import withdraw_consent
from accounts.services.erasure import erase_resident
from carbon_points.models import Action, ActionLog, Claim, PartnerLink, PartnerRecord, Transfer
from carbon_points.refusals import AlreadyCounted
from carbon_points.rules.bills import meter_number
from carbon_points.sealing import meter_digest
from carbon_points.selectors.ledger import balance_of
from carbon_points.selectors.partners import reach_of
from carbon_points.services.claims import meter_fingerprint
from carbon_points.services.partner_records import reverse_record, take_record
from carbon_points.services.review import decide
from carbon_points.services.verification import verify
from core import clock
from tests.carbon_points.ledger_world import make_action, make_resident
from tests.carbon_points.partner_world import AFTERNOON, World, ago, bus, linked, record_of
from tests.carbon_points.review_world import handed_in, make_reviewer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def afternoon() -> Iterator[None]:
    with time_machine.travel(AFTERNOON, tick=False):
        yield


@pytest.fixture
def action() -> Action:
    return bus()


@pytest.fixture
def world(action: Action) -> World:
    return World(action)


def proven() -> bool:
    return verify().differences == []


def test_a_record_is_credited_in_full_and_published_as_metered(world, action):
    resident = linked(world)

    answer = world.post("/records", {"records": [record_of(action, id="a", quantity=1)]}).json()

    log = ActionLog.objects.get()
    assert answer == {
        "results": [
            {
                "id": "a",
                "status": "credited",
                "state": "credited",
                "code": "",
                "detail": "",
                "log_id": log.pk,
                "points": 5,
                "grams": 52.0,
            }
        ],
        "credited": 1,
        "duplicate": 0,
        "refused": 0,
    }
    assert (log.resident, log.evidence, log.tier, log.channel) == (resident, "partner", "metered", "partner")
    assert len(log.request_key) <= 80
    claim = Claim.objects.get()
    assert (claim.log, claim.behaviour, claim.source) == (log, "bus", "partner:bus")
    assert (claim.occurred_at, claim.released_at) == (ago(hours=1), None)
    assert balance_of(resident) == 5
    assert proven()


def test_the_number_of_the_resident_stands_nowhere(world, action):
    linked(world)
    world.take(action)

    rows = [list(model.objects.values_list()) for model in (PartnerLink, PartnerRecord, Claim)]

    assert "731000001234" not in str(rows)
    assert PartnerLink.objects.get().subject_hint == "1234"


def test_the_same_id_and_content_is_a_duplicate_however_it_is_written(world, action):
    resident = linked(world)
    sent = record_of(action, id="a", quantity=1)
    world.post("/records", {"records": [sent]})
    again = sent | {"quantity": "1.000", "subject": "7310-00001234", "done_at": "2026-11-23T06:00:00Z"}

    answer = world.post("/records", {"records": [again]}).json()["results"][0]

    assert (answer["status"], answer["state"], answer["points"]) == ("duplicate", "credited", 5)
    assert balance_of(resident) == 5
    assert PartnerRecord.objects.count() == 1


def test_the_same_id_with_another_content_is_refused_and_changes_nothing(world, action):
    linked(world)
    world.take(action, id="a")

    outcome = world.take(action, id="a", quantity=Decimal(2))

    assert (outcome.status, outcome.code, outcome.record) == ("refused", "id_reused", None)
    assert PartnerRecord.objects.get().quantity == 1


def test_two_partners_may_use_one_id(world, action):
    linked(world)
    other = World(action, code="metro")
    other.link(make_resident(), "55556666")

    outcomes = [world.take(action, id="a"), other.take(action, id="a", subject="55556666")]

    assert [outcome.status for outcome in outcomes] == ["credited", "credited"]
    assert len(set(ActionLog.objects.values_list("request_key", flat=True))) == 2


@pytest.mark.parametrize(
    ("change", "code", "kept"),
    [
        ({"scope": "other"}, "scope_refused", 0),
        ({"action": "TR-NONE"}, "scope_refused", 0),
        ({"subject": "731000009999"}, "no_consent", 1),
        ({"quantity": Decimal("0.5")}, "wrong_quantity", 1),
        ({"quantity": Decimal(11)}, "wrong_quantity", 1),
        ({"done_at": AFTERNOON + timedelta(minutes=6)}, "in_the_future", 1),
        ({"done_at": AFTERNOON - timedelta(days=32)}, "wrong_day", 1),
        ({"corrects": "none"}, "correction_refused", 1),
    ],
)
def test_a_record_that_cannot_count_is_refused_with_its_reason(world, action, change, code, kept):
    linked(world)

    outcome = world.take(action, **change)

    assert (outcome.status, outcome.code) == ("refused", code)
    assert outcome.detail.endswith("。")
    assert PartnerRecord.objects.count() == kept
    assert (ActionLog.objects.count(), Transfer.objects.count(), Claim.objects.count()) == (0, 0, 0)
    assert proven()


def test_a_deed_of_31_days_ago_counts_and_one_that_was_refused_stays_refused(world, action):
    early = world.take(action, id="early")
    linked(world)

    old = world.take(action, done_at=AFTERNOON - timedelta(days=31))
    again = world.take(action, id="early")

    assert (early.code, old.status) == ("no_consent", "credited")
    assert (again.status, again.code) == ("duplicate", "no_consent")


def test_half_of_a_batch_may_be_bad(world, action):
    resident = linked(world)
    records = [
        record_of(action, reference=f"t{n}", subject="7310 0000 1234" if n % 2 else "000000000000")
        for n in range(6)
    ]

    answer = world.post("/records", {"records": [*records, records[1]]}).json()

    assert [result["status"] for result in answer["results"]] == ["refused", "credited"] * 3 + ["duplicate"]
    assert (answer["credited"], answer["refused"], answer["duplicate"]) == (3, 3, 1)
    assert balance_of(resident) == 15
    assert proven()


@pytest.mark.parametrize(
    "records",
    [
        [],
        [{}] * 501,
        [{"id": "a"}],
        [{"id": "a/b"}],
        [{"quantity": -1}],
        [{"quantity": "NaN"}],
        [{"done_at": "2026-11-23"}],
        [{"done_at": "2026-11-23T08:00:00"}],
        [{"done_at": "0001-01-01T00:00:00+14:00"}],
        [{"done_at": 1764554400}],
        [{"points": 500}],
        "text",
    ],
)
def test_a_batch_of_the_wrong_shape_is_refused_whole(world, action, records):
    linked(world)
    good = record_of(action)
    if isinstance(records, list) and records and len(records) == 1 and records != [{"id": "a"}]:
        records = [good, good | {"id": "second"} | records[0]]

    answer = world.post("/records", {"records": records})

    assert answer.status_code == 422
    assert PartnerRecord.objects.count() == 0


def test_a_number_that_cannot_be_one_is_refused_alone(world, action):
    linked(world)

    answer = world.post("/records", {"records": [record_of(action, subject="？"), record_of(action)]}).json()

    assert [result["code"] for result in answer["results"]] == ["number_unreadable", ""]


def test_after_the_consent_ends_nothing_is_taken_and_what_came_before_stays(world, action):
    resident = linked(world)
    world.take(action, reference="1")

    withdraw_consent(user=resident, purpose="partner_data", detail="bus:card", channel="web")
    late = world.take(action, reference="2")

    assert (late.status, late.code) == ("refused", "no_consent")
    assert PartnerLink.objects.get().ended_at is not None
    assert balance_of(resident) == 5
    assert proven()


def test_an_erased_resident_is_not_reported_any_more(world, action):
    resident = linked(world)
    world.take(action, reference="1")

    erase_resident(user=resident, by=resident, now=clock.now())

    assert world.take(action, reference="2").code == "no_consent"
    link = PartnerLink.objects.get()
    assert (link.subject_digest, link.subject_hint, link.ended_at) == ("", "", clock.now())


def test_two_partners_that_tell_of_one_ride_bring_one_credit(world, action):
    resident = linked(world)
    other = World(action, code="platform")
    other.link(resident, "88889999")
    first = world.take(action)

    near = other.take(action, subject="88889999", done_at=ago(hours=1, minutes=14))
    far = other.take(action, subject="88889999", done_at=ago(hours=1, minutes=16))

    assert (first.status, near.status, near.code, far.status) == (
        "credited",
        "refused",
        "already_counted",
        "credited",
    )
    assert balance_of(resident) == 10
    assert proven()


def test_a_source_with_references_tells_its_own_rides_apart(world, action):
    linked(world)

    outcomes = [
        world.take(action, reference="t1"),
        world.take(action, reference="t2"),
        world.take(action, reference="t2"),
        world.take(action),
    ]

    assert [outcome.code for outcome in outcomes] == ["", "", "already_counted", "already_counted"]


def test_goods_need_a_slip_and_each_slip_counts_once_for_whomever(world):
    paper = make_action(
        "WA-PAPER",
        category="goods",
        unit="千克",
        evidence=["partner"],
        method={"unit": "千克", "exclusive_group": "同批物品"},
    )
    world.scope.actions.add(paper)
    linked(world)
    world.link(make_resident(), "99990000")

    outcomes = [
        world.take(paper),
        world.take(paper, reference="slip"),
        world.take(paper, reference="slip", subject="99990000"),
        world.take(paper, reference="another"),
    ]

    assert [outcome.code for outcome in outcomes] == ["reference_missing", "", "already_counted", ""]


def meter_action() -> Action:
    return make_action(
        "EN-ELEC",
        category="home",
        unit="千瓦时",
        evidence=["partner", "bill"],
        is_shared=True,
        limit_period="month",
        method={"unit": "千瓦时", "exclusive_group": "家庭用电总账"},
    )


def test_a_bill_and_a_partner_claim_the_same_meter_month(world):
    meter = meter_action()
    world.scope.actions.add(meter)
    linked(world)
    outcome = world.take(meter)

    assert outcome.record is not None
    assert Claim.objects.get().fingerprint == meter_fingerprint(
        group="家庭用电总账", digest=meter_digest(meter_number("7310 0000-1234")), month=clock.today()
    )


def test_a_meter_month_counts_once_whoever_reports_it(world):
    meter = meter_action()
    world.scope.actions.add(meter)
    linked(world)
    platform = World(meter, code="platform")
    platform.link(make_resident())

    outcomes = [world.take(meter), platform.take(meter), world.take(meter, done_at=ago(days=24))]

    assert [outcome.code for outcome in outcomes] == ["", "already_counted", ""]
    assert proven()


def test_lists_go_page_by_page_and_since_a_moment(world, action):
    linked(world)
    for number in range(3):
        world.take(action, id=f"p{number}", reference=str(number))

    first = world.get("/records?limit=2").json()
    rest = world.get(f"/records?limit=2&cursor={first['next_cursor']}").json()

    assert [item["id"] for item in first["items"] + rest["items"]] == ["p2", "p1", "p0"]
    assert rest["next_cursor"] is None
    assert world.get("/records?since=2026-11-23T07:00:01Z").json()["items"] == []
    assert len(world.get("/records?since=2026-11-23T07:00:00Z").json()["items"]) == 3
    assert world.get("/records?since=yesterday").status_code == 422


def queries_of(work: Any) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        work()
    return len(seen)


def test_a_record_costs_the_same_number_of_statements_however_many_there_are(world, action):
    linked(world)
    reach = reach_of(world.key)

    def one(reference: str) -> int:
        report = world.report(action, reference=reference)
        return queries_of(lambda: take_record(partner=world.partner, reach=reach, report=report))

    one("first")
    assert [one("2"), one("3"), one("4")] == [27, 27, 27]


def test_lists_cost_the_same_number_of_queries_with_one_and_with_many(world, action):
    linked(world)
    world.take(action, id="a", reference="a")
    one = [queries_of(lambda path=path: world.get(path)) for path in ("/records", "/records/a", "/scopes")]
    for number in range(5):
        world.take(action, reference=str(number))

    many = [queries_of(lambda path=path: world.get(path)) for path in ("/records", "/records/a", "/scopes")]

    assert one == many == [8, 8, 7]


def test_reversing_costs_the_same_number_of_statements(world, action):
    linked(world)
    for number in range(3):
        world.take(action, id=str(number), reference=str(number))

    def reverse(number: int) -> int:
        return queries_of(
            lambda: reverse_record(
                partner=world.partner, scopes=["card"], external_id=str(number), reason="重复"
            )
        )

    assert reverse(0) == reverse(1)


def test_a_metered_ride_takes_the_place_of_an_approved_photo_of_that_day(world, action):
    rider = linked(world)
    by_photo = make_action("TR-BUS-PHOTO", behaviour="bus", evidence=["photo"])
    today = timezone.localdate(clock.now())
    shown = handed_in(rider, by_photo, done_on=today, now=clock.now())
    decide(reviewer=make_reviewer(), submission_id=shown.pk, verdict="approve", now=clock.now())

    outcome = world.take(action)

    assert outcome.record is not None
    shown.refresh_from_db()
    assert outcome.record.superseded == shown.log
    assert shown.log.reversal.cause == "superseded"
    assert verify().differences == []
    with pytest.raises(AlreadyCounted):
        handed_in(rider, by_photo, done_on=today, now=clock.now())
