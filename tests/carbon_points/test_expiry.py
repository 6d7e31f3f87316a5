"""Until when points hold, what happens afterwards, and who is told before."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from carbon_points.models import Account, Policy, Transfer
from carbon_points.refusals.rewards import NotEnoughPoints
from carbon_points.rules.expiry import (
    GRACE_DAYS,
    day_to_tell,
    days_of_bucket,
    last_day,
    longest_promise,
    usable_until,
)
from carbon_points.rules.periods import bucket_of
from carbon_points.selectors.ledger import balance_of
from carbon_points.selectors.validity import last_days
from carbon_points.services import expiry, rewards
from carbon_points.services.verification import verify
from messaging.models import Message
from tests.carbon_points.ledger_world import NOW, make_resident
from tests.carbon_points.reward_world import give_points, make_reward, make_saver, state, take

DAYS = st.dates(date(2020, 1, 1), date(2090, 12, 31))
LAST = date(2028, 6, 30)  # of 2026H2: eighteen months after its end


def at(day: date, hour: int = 1) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))  # noqa: DTZ001


@given(DAYS, st.integers(0, 60))
def test_no_point_expires_within_twelve_months(earned, months):
    last = last_day(bucket_of(earned), months)

    assert last >= date(earned.year + 1, earned.month, min(earned.day, 28))
    assert last.replace(day=1) <= last
    assert (last + timedelta(days=1)).day == 1


@given(DAYS)
def test_a_half_year_holds_its_days(day):
    first, last = days_of_bucket(bucket_of(day))

    assert first <= day <= last
    assert bucket_of(first) == bucket_of(last) == bucket_of(day)


@given(st.lists(st.tuples(DAYS, st.integers(12, 60)), max_size=6), DAYS)
def test_a_later_rule_never_shortens_what_was_promised(changes, earned):
    versions = [(date.min, 18), *sorted(changes)]
    bucket = bucket_of(earned)
    begin = days_of_bucket(bucket)[0]
    promises = [longest_promise(bucket, versions, begin + timedelta(days=30 * n)) for n in range(40)]

    assert promises == sorted(promises)


@given(DAYS, DAYS)
def test_points_that_come_back_late_hold_thirty_days(last, returned):
    until = usable_until(last, returned)

    assert until >= last
    assert until >= returned + timedelta(days=GRACE_DAYS)
    assert usable_until(last, None) == last


def test_which_notice_is_due():
    assert {left: day_to_tell(left) for left in (31, 30, 28, 27, 8, 7, 5, 4, 0)} == {
        31: None,
        30: 30,
        28: 30,
        27: None,
        8: None,
        7: 7,
        5: 7,
        4: None,
        0: None,
    }


@pytest.mark.django_db
def test_a_shorter_rule_holds_for_later_half_years_only():
    for valid_from, months in ((date(2027, 1, 1), 12), (date(2027, 8, 1), 24)):
        Policy.objects.create(
            kind="city",
            values={"points_valid_months": months},
            valid_from=valid_from,
            note="测试",
            published_at=NOW,
        )

    buckets = ["2026H2", "2027H1", "2027H2"]
    assert last_days(buckets, date(2027, 6, 1)) == {
        "2026H2": date(2028, 6, 30),
        "2027H1": date(2028, 6, 30),
        "2027H2": date(2028, 12, 31),
    }
    assert last_days(buckets, date(2027, 9, 1))["2026H2"] == date(2028, 12, 31)


@pytest.mark.django_db
def test_points_expire_after_their_last_day_once():
    first, second = make_saver(100), make_saver(50)
    assert expiry.expire_points(now=at(LAST, 23)) == 0

    assert expiry.expire_points(now=at(LAST + timedelta(days=1))) == 2
    assert expiry.expire_points(now=at(LAST + timedelta(days=2))) == 0

    rows = Transfer.objects.filter(kind="expire").order_by("pk")
    assert [(row.source, row.points) for row in rows] == [
        (f"expire:{Account.objects.get(owner=owner).pk}:1", points)
        for owner, points in ((first, 100), (second, 50))
    ]
    assert {row.credit.kind for row in rows} == {"expired"}
    assert (balance_of(first), balance_of(second)) == (0, 0)
    assert verify().differences == []


@pytest.mark.django_db
def test_points_past_their_day_are_not_spent_before_the_nightly_work():
    resident, reward = make_saver(100), make_reward(price=30)
    day = LAST + timedelta(days=1)
    rewards.open_budget_month(line=reward.budget_line, month=day, points=1000)
    before = state()

    with pytest.raises(NotEnoughPoints, match="您有0分"):
        take(resident, reward, now=at(day, 0))

    assert state() == before | {"balances": before["balances"]}


@pytest.mark.django_db
def test_points_that_come_back_after_their_day_can_be_used_for_thirty_days_more():
    resident, reward = make_saver(100), make_reward(price=30, valid_days=366)
    spring = date(2028, 6, 1)
    rewards.open_budget_month(line=reward.budget_line, month=spring, points=1000)
    voucher = take(resident, reward, now=at(spring))
    expiry.expire_points(now=at(LAST + timedelta(days=1)))
    assert balance_of(resident) == 0

    back = date(2028, 8, 1)
    rewards.cancel_voucher(resident=resident, voucher_id=voucher.pk, now=at(back))

    assert "为您延长到8月31日" in Message.objects.filter(recipient=resident).latest("pk").body
    assert expiry.expire_points(now=at(date(2028, 8, 31), 23)) == 0
    rewards.open_budget_month(line=reward.budget_line, month=back, points=1000)
    again = take(resident, reward, now=at(date(2028, 8, 31), 23))
    rewards.cancel_voucher(resident=resident, voucher_id=again.pk, now=at(date(2028, 8, 31), 23))
    assert expiry.expire_points(now=at(date(2028, 10, 1))) == 1
    assert list(Transfer.objects.filter(kind="expire").order_by("pk").values_list("points", flat=True)) == [
        70,
        30,
    ]
    assert Transfer.objects.filter(kind="expire").latest("pk").source.endswith(":2")
    assert verify().differences == []


@pytest.mark.django_db
def test_notices_come_thirty_and_seven_days_before_once():
    resident, empty = make_saver(100), make_saver(0)
    keeper = make_resident()
    kept = make_resident(kept_by=keeper, nickname="外婆", age_band="adult", password=None)
    give_points(kept, 50)
    told = [expiry.tell_of_expiry(now=at(LAST - timedelta(days=left), 9)) for left in range(40, -1, -1)]

    assert [(40 - place, new) for place, new in enumerate(told) if new] == [(30, 2), (7, 2)]
    assert Message.objects.filter(recipient=resident, title="100分将在6月30日到期").count() == 2
    assert Message.objects.filter(recipient=keeper, body__startswith="外婆的50分").count() == 2
    assert not Message.objects.filter(recipient__in=[empty, kept]).exists()


@pytest.mark.django_db
def test_expiry_works_in_batches(monkeypatch):
    monkeypatch.setattr(expiry, "BATCH", 3)
    for _ in range(10):
        make_saver(10)

    assert expiry.expire_points(now=at(LAST + timedelta(days=1))) == 10

    assert Account.objects.filter(kind="resident", balance__gt=0).count() == 0
    assert verify().differences == []
