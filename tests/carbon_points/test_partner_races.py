"""Partners at the same instant, on PostgreSQL: one credit, one answer; beside each the careless control."""

import json
from collections import Counter
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from accounts.services.consents import withdraw_consent
from carbon_points.models import ActionLog, Claim, PartnerLink, PartnerRecord, SeenSignature
from carbon_points.refusals.partners import NumberTaken
from carbon_points.selectors.ledger import balance_of
from carbon_points.selectors.partners import reach_of, terms_of
from carbon_points.services import partner_signatures
from carbon_points.services.partner_links import link_number
from carbon_points.services.partner_records import credit, take, take_record
from carbon_points.services.verification import verify
from core import clock
from tests.carbon_points.ledger_world import make_resident
from tests.carbon_points.partner_world import World, bus, linked, record_of
from tests.machinery.threads import Rendezvous, together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def twenty_of_one_request(world: World) -> Counter[int]:
    body = json.dumps({"records": [record_of(world.scope.actions.get())]}).encode()
    headers = world.headers(body)
    answers = together(lambda _: world.post("/records", body, headers=headers), 20)
    return Counter(getattr(answer, "status_code", 0) for answer in answers)


def test_one_request_sent_twenty_times_at_once_is_taken_once():
    world = World(bus())
    resident = linked(world)

    assert twenty_of_one_request(world) == {200: 1, 409: 19}
    assert (SeenSignature.objects.count(), PartnerRecord.objects.count()) == (1, 1)
    assert balance_of(resident) == 5


def test_control_looking_before_writing_lets_replays_through(monkeypatch):
    world = World(bus())
    linked(world)
    looked = Rendezvous(2)

    def careless(*, key: Any, trace: str, now: Any) -> None:
        if SeenSignature.objects.filter(key=key, signature=trace).exists():
            raise partner_signatures.Replayed("这个请求已经收到过。")
        looked.wait()
        SeenSignature.objects.bulk_create(
            [SeenSignature(key=key, signature=trace, at=now)], ignore_conflicts=True
        )

    monkeypatch.setattr("carbon_points.api.partner_auth.use_signature", careless)

    assert twenty_of_one_request(world)[200] > 1


def two_partners_at_once(prepare: Callable[[], None] = lambda: None, rounds: int = 6) -> int:
    """How many logs there are after two partners told of one ride in the same moment, over all rounds."""
    action = bus()
    worlds = [World(action, code="bus"), World(action, code="platform")]
    for number in range(rounds):
        resident = make_resident()
        for world in worlds:
            world.link(resident, f"7310{number:04}")
        moment = clock.now()

        def tell(which: int, number: int = number, moment: Any = moment) -> Any:
            return worlds[which].take(action, subject=f"7310{number:04}", done_at=moment)

        prepare()
        together(tell, 2)
    return ActionLog.objects.count()


def test_two_partners_that_tell_of_one_ride_at_once_bring_one_credit():
    assert two_partners_at_once() == 6

    states = Counter(PartnerRecord.objects.values_list("state", "refusal"))
    assert states == {("credited", ""): 6, ("refused", "already_counted"): 6}
    assert Claim.objects.count() == 6
    assert verify().differences == []


def test_control_without_holding_the_accounts_first_both_are_credited(monkeypatch):
    look = credit.refuse_claimed_nearby
    # log_action still holds them, but after the look.
    monkeypatch.setattr(credit, "ledger", SimpleNamespace(lock_accounts=lambda **kwargs: []))

    def meet() -> None:
        monkeypatch.setattr(credit, "refuse_claimed_nearby", Rendezvous(2).after(look))

    assert two_partners_at_once(meet) == 12


def test_one_record_in_two_requests_at_once_is_credited_once():
    action = bus()
    world = World(action)
    resident = linked(world)
    reach = reach_of(world.key)
    report = world.report(action)

    outcomes = together(lambda _: take_record(partner=world.partner, reach=reach, report=report), 12)

    assert Counter(getattr(outcome, "status", outcome) for outcome in outcomes) == {
        "credited": 1,
        "duplicate": 11,
    }
    assert balance_of(resident) == 5
    assert verify().differences == []


def test_control_without_writing_the_id_first_twins_meet_errors(monkeypatch):
    action = bus()
    world = World(action)
    linked(world)
    reach = reach_of(world.key)
    report = world.report(action)
    opened, looked = take._open, Rendezvous(2)

    def late(*args: Any) -> Any:
        row = PartnerRecord.objects.filter(external_id=report.id).first()
        looked.wait()
        return row or opened(*args)

    def never(*args: Any) -> Any:
        raise AssertionError("the twin was found by the unique row")

    monkeypatch.setattr(take, "_open", late)
    monkeypatch.setattr(take, "_again", never)

    outcomes = together(lambda _: take_record(partner=world.partner, reach=reach, report=report), 4)

    assert sum(isinstance(outcome, AssertionError) for outcome in outcomes) > 0


def test_one_slip_claimed_for_many_residents_at_once_counts_for_one():
    action = bus()
    world = World(action)
    for number in range(8):
        linked(world, f"7310{number:04}")

    outcomes = together(lambda number: world.take(action, subject=f"7310{number:04}", reference="one"), 8)

    assert Counter(getattr(outcome, "status", outcome) for outcome in outcomes) == {
        "credited": 1,
        "refused": 7,
    }
    assert ActionLog.objects.count() == 1
    assert verify().differences == []


def test_one_number_typed_by_many_at_once_belongs_to_one():
    world = World(bus())
    people = [make_resident() for _ in range(8)]
    words = terms_of(world.scope).sha256

    def link(number: int) -> Any:
        return link_number(
            user=people[number],
            scope_id=world.scope.pk,
            number="7310000001",
            terms_sha256=words,
            channel="web",
        )

    answers = together(link, 8)

    assert Counter(type(answer) for answer in answers) == {PartnerLink: 1, NumberTaken: 7}
    assert PartnerLink.objects.count() == 1


def test_a_consent_that_ends_while_records_come_is_a_clean_cut():
    action = bus()
    world = World(action)
    resident = linked(world)

    def one(number: int) -> Any:
        if number == 5:
            return withdraw_consent(user=resident, purpose="partner_data", detail="bus:card", channel="web")
        return world.take(action, reference=str(number))

    together(one, 12)

    ended = PartnerLink.objects.get().ended_at
    assert ended is not None
    assert world.take(action, reference="late").code == "no_consent"
    assert ActionLog.objects.count() == PartnerRecord.objects.filter(state="credited").count()
    assert verify().differences == []
