"""A long story over HTTP, step by step at random, beside a model of our own: after each step they agree."""

import logging
import os
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.models import Sum
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from carbon_points.admin.review import ticket_for
from carbon_points.models import Account, BudgetMonth, Policy, Reward, Submission
from carbon_points.services.expiry import expire_points
from carbon_points.services.rewards import expire_vouchers, open_cause
from carbon_points.services.verification import verify
from core import clock
from tests.carbon_points.ledger_world import NOW, make_action
from tests.carbon_points.partner_world import World, bus, record_of
from tests.carbon_points.review_world import make_photo, make_reviewer
from tests.carbon_points.reward_world import make_desk, make_reward, make_saver
from tests.carbon_points.story_model import Card, Deed, Paper, Purse, bucket_at

pytestmark = pytest.mark.django_db
# On the lane of production's database the whole number; on the other one enough to see that it agrees.
STORIES = int(os.environ.get("STORIES", 0)) or (300 if os.environ.get("LANE") == "postgres" else 25)
STEPS = 40
START = 150
PEOPLE = st.integers(min_value=0, max_value=2)


class Story(RuleBasedStateMachine):
    """Three residents, a merchant, two rewards, a cause, and time that moves."""

    deeds = Bundle("deeds")
    rides = Bundle("rides")
    papers = Bundle("papers")
    cards = Bundle("cards")

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.now = NOW
        self.clock = patch.multiple(clock, now=lambda: self.now, today=lambda: self.now.date())
        self.clock.start()
        self.people = [make_saver(points=START) for _ in range(3)]
        self.purses = [Purse({bucket_at(self.now): START}) for _ in self.people]
        self.erased: set[int] = set()
        self.clients = [Client() for _ in self.people]
        for client, person in zip(self.clients, self.people, strict=True):
            client.force_login(person)
        self.action = make_action("TR-STORY", max_per_log=None)
        shop, seller = make_desk()
        self.seller = Client()
        self.seller.force_login(seller)
        self.rewards = [
            make_reward(price=30, stock=6, budget=None, provider=shop),
            make_reward(price=70, stock=4, budget=None, provider=shop),
        ]
        self.stock = {reward.pk: reward.stock_left for reward in self.rewards}
        self.cause = open_cause(name="护林", summary="种树")
        Policy.objects.create(
            kind="city", values={"second_look_percent": 0}, valid_from=NOW.date(), note="-", published_at=NOW
        )
        make_action("TR-PHOTO", evidence=["photo"], max_per_log=None)
        self.reviewer = make_reviewer()
        self.desk = Client()
        self.desk.force_login(self.reviewer)
        self.bus_action, self.signed = bus(), 0
        self.bus = World(self.bus_action)
        for number, person in enumerate(self.people):
            self.bus.link(person, f"7310{number}")
        self.earned_by_shop = self.given = 0

    def teardown(self) -> None:
        """The whole proof once, then nothing of it remains."""
        try:
            assert verify().differences == []
        finally:
            self.clock.stop()
            transaction.set_rollback(True)
            self.frame.__exit__(None, None, None)

    # --- What people do -----------------------------------------------------------------------------------

    @rule(target=deeds, who=PEOPLE, times=st.integers(min_value=1, max_value=12), twice=st.booleans())
    def earn(self, who: int, times: int, twice: bool) -> Any:
        """Record something; sent twice under one key, it counts once."""
        body = {"action": "TR-STORY", "quantity": times, "done_on": self.now.date().isoformat()}
        key = str(uuid4())
        answers = [self.post(who, "/api/v1/logs", body, key) for _ in range(1 + twice)]
        assert len({answer.content for answer in answers}) == 1
        if who in self.erased:
            assert answers[0].status_code == 401
            return multiple()
        if answers[0].status_code == 409:
            assert answers[0].json()["code"] == "limit_reached"
            return multiple()
        assert answers[0].status_code == 201
        log = answers[0].json()
        bucket = bucket_at(self.now)
        self.purses[who].add(bucket, log["points"])
        return Deed(log["id"], who, bucket, log["points"], self.now)

    @rule(deed=deeds)
    def undo(self, deed: Deed) -> None:
        """Take a record back; too late, or with the points spent, it stays."""
        answer = self.post(deed.resident, f"/api/v1/logs/{deed.id}/undo", {})
        purse = self.purses[deed.resident]
        if deed.resident in self.erased:
            assert answer.status_code == 401
        elif not deed.stands:
            assert answer.status_code == 200
        elif self.now > deed.at + timedelta(minutes=10):
            assert answer.json()["code"] == "too_late_to_undo"
        elif purse.points[deed.bucket] < deed.points:
            assert answer.json()["code"] == "points_spent"
        else:
            assert answer.status_code == 200
            deed.stands = False
            purse.points[deed.bucket] -= deed.points

    @rule(target=rides, who=PEOPLE)
    def ride(self, who: int) -> Any:
        """The bus operator reports a ride, and the same record once more."""
        record = record_of(self.bus_action, subject=f"7310{who}")
        first, again = (self.sign("/records", {"records": [record]})["results"][0] for _ in range(2))
        if first["status"] == "refused":
            assert first["code"] == ("no_consent" if who in self.erased else "already_counted")
            return multiple()
        assert (first["status"], again["status"]) == ("credited", "duplicate")
        bucket = bucket_at(self.now)
        self.purses[who].add(bucket, first["points"])
        return Deed(first["log_id"], who, bucket, first["points"], self.now, record["id"])

    @rule(ride=rides)
    def correct(self, ride: Deed) -> None:
        """The operator was wrong; what has been spent is the city's."""
        self.sign(f"/records/{ride.record}/reverse", {"id": ride.record, "reason": "误报"})
        if ride.stands:
            ride.stands = False
            self.purses[ride.resident].take_log_back(ride.bucket, ride.points)

    @rule(target=cards, who=PEOPLE, amount=st.integers(min_value=1, max_value=20))
    def hand_in(self, who: int, amount: int) -> Any:
        """A photo, which pays nothing yet."""
        photo = make_photo(self.people[who]).pk
        day = self.now.date().isoformat()
        body = {"action": "TR-PHOTO", "quantity": amount, "done_on": day, "photos": [photo]}
        answer = self.post(who, "/api/v1/submissions", body)
        if who in self.erased:
            assert answer.status_code == 401
            return multiple()
        if answer.status_code == 409:
            assert answer.json()["code"] in {"already_counted", "too_many_waiting"}
            return multiple()
        assert (answer.status_code, answer.json()["state"]) == (201, "pending")
        return Card(answer.json()["id"], who)

    @rule(card=cards, verdict=st.sampled_from(["approve", "approve", "reject"]))
    def look(self, card: Card, verdict: str) -> None:
        """A reviewer decides, once; what the rules have no room for by now goes on waiting."""
        ticket = ticket_for(self.reviewer, card.id, self.now)
        answer = self.desk.post(
            "/cms/review/say/", {"ticket": ticket, "verdict": verdict, "reason": "照片看不清，请重拍。"}
        )
        assert answer.status_code == 302
        found = Submission.objects.get(pk=card.id)
        if card.state != "pending" or card.resident in self.erased:
            assert found.state != "approved" or card.state == "approved"
        elif found.state == "approved":
            card.decided(found.state, bucket_at(self.now), found.log.points, self.now)
            self.purses[card.resident].add(card.bucket, card.points)
        else:
            assert found.state == ("rejected" if verdict == "reject" else "pending")
            card.decided(found.state, "", 0, self.now)

    @rule(card=cards)
    def reconsider(self, card: Card) -> None:
        """The reviewer takes the decision back, within ten minutes and while the points are there."""
        assert self.desk.post(f"/cms/review/{card.id}/undo/").status_code == 302
        found = Submission.objects.get(pk=card.id)
        if card.resident in self.erased or card.state == "pending":
            return
        purse = self.purses[card.resident]
        in_time = self.now <= card.at + timedelta(minutes=10)
        if in_time and purse.points.get(card.bucket, 0) >= card.points:
            assert found.state == "pending"
            if card.points:
                purse.points[card.bucket] -= card.points
            card.decided("pending", "", 0, self.now)
        else:
            assert found.state == card.state

    @rule(target=papers, who=PEOPLE, which=st.integers(min_value=0, max_value=1), twice=st.booleans())
    def redeem(self, who: int, which: int, twice: bool) -> Any:
        """Take a reward; sent twice under one key, it is one voucher."""
        reward, today = self.rewards[which], self.now.date()
        self.open_budget(reward)
        price = (30, 70)[which]
        key = str(uuid4())
        answers = [self.post(who, f"/api/v1/rewards/{reward.pk}/redeem", {}, key) for _ in range(1 + twice)]
        assert len({answer.content for answer in answers}) == 1
        purse = self.purses[who]
        if who in self.erased:
            assert answers[0].status_code == 401
            return multiple()
        if self.stock[reward.pk] == 0:
            assert answers[0].json()["code"] == "sold_out"
            return multiple()
        if purse.usable(today) < price:
            assert answers[0].json()["code"] == "not_enough_points"
            return multiple()
        assert answers[0].status_code == 201
        voucher = answers[0].json()["voucher"]
        self.stock[reward.pk] -= 1
        taken = purse.spend(price, today)
        until = today + timedelta(days=reward.valid_days)
        return Paper(voucher["id"], voucher["code"], who, reward.pk, price, taken, until)

    @rule(paper=papers)
    def cancel(self, paper: Paper) -> None:
        """Give a voucher back."""
        answer = self.post(paper.resident, f"/api/v1/me/vouchers/{paper.id}/cancel", {})
        if paper.resident in self.erased:
            assert answer.status_code == 401
        elif paper.state != "issued":
            assert answer.status_code == 409
        else:
            assert answer.status_code == 200
            self.ended(paper)

    @rule(paper=papers)
    def verify(self, paper: Paper) -> None:
        """The merchant takes a voucher."""
        answer = self.seller.post(
            f"/api/v1/vouchers/{paper.code}/verify", {}, content_type="application/json"
        )
        if paper.state != "issued" or self.now.date() > paper.valid_until:
            assert answer.status_code == 409
            return
        assert answer.status_code == 200
        paper.state, paper.used_at = "redeemed", self.now
        self.earned_by_shop += paper.price

    @rule(paper=papers)
    def take_use_back(self, paper: Paper) -> None:
        """The merchant was mistaken."""
        answer = self.seller.post(
            f"/api/v1/vouchers/{paper.id}/unverify", {"reason": "拿错了"}, content_type="application/json"
        )
        if paper.used_at is None or self.now > paper.used_at + timedelta(minutes=5):
            assert answer.status_code == 409
            return
        assert answer.status_code == 200
        paper.state, paper.used_at = "issued", None
        self.earned_by_shop -= paper.price

    @rule(who=PEOPLE, points=st.integers(min_value=1, max_value=60))
    def give(self, who: int, points: int) -> None:
        """Give points to a public cause."""
        answer = self.post(who, f"/api/v1/causes/{self.cause.pk}/donate", {"points": points})
        if who in self.erased:
            assert answer.status_code == 401
        elif self.purses[who].usable(self.now.date()) < points:
            assert answer.json()["code"] == "not_enough_points"
        else:
            assert answer.status_code == 201
            self.purses[who].spend(points, self.now.date())
            self.given += points

    @rule(who=PEOPLE, sure=st.sampled_from([False] * 7 + [True]))
    def erase(self, who: int, sure: bool) -> None:
        """Leave for good; without the right word nothing happens."""
        answer = self.post(who, "/api/v1/me/erase", {"confirm": "注销" if sure else "算了"})
        if who in self.erased:
            assert answer.status_code == 401
        elif not sure:
            assert answer.status_code == 422
        else:
            assert answer.status_code == 200
            self.erased.add(who)
            for paper in self.of(who):
                if paper.state == "issued":
                    self.ended(paper)
            self.purses[who] = Purse()

    # --- What time does -----------------------------------------------------------------------------------

    @rule(minutes=st.integers(min_value=1, max_value=15))
    def wait(self, minutes: int) -> None:
        """A little later."""
        self.now += timedelta(minutes=minutes)

    @rule(days=st.sampled_from([1, 1, 7, 31, 200, 400]))
    def sleep(self, days: int) -> None:
        """Days later; the nightly work is done."""
        self.now += timedelta(days=days)
        self.night()

    @rule()
    def night(self) -> None:
        """The nightly work may run at any time, and again."""
        expire_vouchers()
        for paper in self.all_papers:
            if paper.state == "issued" and self.now.date() > paper.valid_until:
                self.ended(paper)
        expire_points()
        for purse in self.purses:
            purse.expire(self.now.date())

    # --- What must hold after each step -------------------------------------------------------------------

    @invariant()
    def the_books_agree_with_the_model(self) -> None:
        """Balances, escrow, stock, and that nothing is below zero."""
        owned = dict(
            Account.objects.filter(kind="resident").order_by().values_list("owner").annotate(Sum("balance"))
        )
        assert [owned.get(person.pk, 0) for person in self.people] == [purse.total() for purse in self.purses]
        kinds = dict(Account.objects.order_by().values_list("kind").annotate(Sum("balance")))
        assert kinds.get("escrow", 0) == sum(p.price for p in self.all_papers if p.state == "issued")
        assert (kinds.get("merchant", 0), kinds["donated"]) == (self.earned_by_shop, self.given)
        assert dict(Reward.objects.values_list("pk", "stock_left")) == self.stock
        assert Account.objects.filter(balance__lt=0).count() == 0

    # --- Small things -------------------------------------------------------------------------------------

    @property
    def all_papers(self) -> list[Paper]:
        """Every voucher of the story."""
        return [value for value in self.names_to_values.values() if isinstance(value, Paper)]

    def of(self, who: int) -> list[Paper]:
        """One resident's vouchers."""
        return [paper for paper in self.all_papers if paper.resident == who]

    def ended(self, paper: Paper) -> None:
        """A voucher goes back, whatever the cause."""
        paper.state = "ended"
        self.stock[paper.reward] += 1
        self.purses[paper.resident].put_back(paper.taken, self.now.date())

    def post(self, who: int, path: str, body: dict[str, Any], key: str = "") -> Any:
        """A request of one resident; the answer is never an error of ours."""
        answer = self.clients[who].post(
            path, body, content_type="application/json", headers={"Idempotency-Key": key or str(uuid4())}
        )
        assert answer.status_code < 500
        return answer

    def sign(self, path: str, document: dict[str, Any]) -> Any:
        """A request of the partner, with a timestamp of the story's own time."""
        self.signed += 1
        stamp = f"{self.now.timestamp() + self.signed / 1000:.3f}"
        answer = self.bus.post(path, document, timestamp=stamp)
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()

    def open_budget(self, reward: Reward) -> None:
        """This month has a budget."""
        BudgetMonth.objects.get_or_create(
            line=reward.budget_line, month=self.now.date().replace(day=1), defaults={"points": 10_000}
        )


# Three hundred stories take minutes, and more on a busy machine.
@pytest.mark.timeout(2400)
def test_a_story_of_any_kind_keeps_the_books(caplog: pytest.LogCaptureFixture) -> None:
    # A refusal is a step of the story; ten thousand warnings would hide the one that matters.
    caplog.set_level(logging.ERROR, "django.request")
    run_state_machine_as_test(
        Story,
        settings=settings(
            max_examples=STORIES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            # Shrinking forty requests takes minutes; the steps are printed and the blob repeats them.
            phases=[Phase.reuse, Phase.generate],
            print_blob=True,
        ),
    )
