"""Points past their last day: one transfer for each account, and notices before it."""

import secrets
from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from carbon_points.models import Account, Transfer
from carbon_points.rules.expiry import day_to_tell, usable_until
from carbon_points.rules.rewards import day_words
from carbon_points.selectors.validity import buckets_held, last_days, returned_on
from carbon_points.services import ledger
from core import clock
from messaging.models import Message
from messaging.services import Notice, notify_many

BATCH = 100
# Several accounts for what expired, so that workers do not wait for one row.
SHARDS = 16


def expire_points(*, now: datetime | None = None) -> int:
    """Take what is left of every half-year that is past its last day; from how many accounts.

    A batch is one transaction: killed anywhere, run again or by several workers at once, each account is
    emptied once.
    """
    now = now or clock.now()
    today = timezone.localdate(now)
    days = last_days(buckets_held(), today)
    return sum(_expire_bucket(bucket, day, now) for bucket, day in days.items() if day < today)


def expired_account(bucket: str) -> Account:
    """Hold one of the accounts into which points of a half-year expire. Lock residents' accounts first."""
    return ledger.lock_shared(code=f"expired:{bucket}:{secrets.randbelow(SHARDS)}", kind=Account.Kind.EXPIRED)


def tell_of_expiry(*, now: datetime | None = None) -> int:
    """Tell residents 30 and 7 days before their points expire; how many notices were new."""
    today = timezone.localdate(now or clock.now())
    told = 0
    for bucket, day in last_days(buckets_held(), today).items():
        distance = day_to_tell((day - today).days)
        if distance is not None:
            told += sum(notify_many(page) for page in _notices(bucket, day, distance))
    return told


def _expire_bucket(bucket: str, day: date, now: datetime) -> int:
    """First those that nobody holds, then, waiting for them, the rest."""
    emptied = 0
    for patient in (False, True):
        last: int | None = 0
        while last is not None:
            last, more = _expire_batch(bucket, day, last, patient, now)
            emptied += more
    return emptied


@transaction.atomic
def _expire_batch(bucket: str, day: date, after: int, patient: bool, now: datetime) -> tuple[int | None, int]:
    """The next accounts: the last of them, None when there were none, and how many were emptied."""
    rows = _holding(bucket).filter(pk__gt=after).select_for_update(no_key=True, skip_locked=not patient)
    accounts = list(rows[:BATCH])
    if not accounts:
        return None, 0
    ids = [account.pk for account in accounts]
    returned = returned_on(ids)
    today = timezone.localdate(now)
    due = [account for account in accounts if usable_until(day, returned.get(account.pk)) < today]
    if due:
        earlier = _expired_before(ids)
        shard = expired_account(bucket)
        for account in due:
            ledger.move(
                debit=account,
                credit=shard,
                points=account.balance,
                kind=Transfer.Kind.EXPIRE,
                source=f"expire:{account.pk}:{earlier.get(account.pk, 0) + 1}",
                at=now,
            )
    return ids[-1], len(due)


def _holding(bucket: str) -> QuerySet[Account]:
    rows = Account.objects.filter(kind=Account.Kind.RESIDENT, bucket=bucket, balance__gt=0)
    return rows.order_by("pk")


def _expired_before(account_ids: list[int]) -> dict[int, int]:
    """How often each of these expired before: again only after points came back out of a voucher."""
    rows = Transfer.objects.filter(debit__in=account_ids, kind=Transfer.Kind.EXPIRE).order_by()
    return dict(rows.values_list("debit").annotate(count=Count("pk")))


def _notices(bucket: str, day: date, distance: int) -> Iterator[list[Notice]]:
    """A page of notices at a time; somebody without a phone has a keeper who reads for them."""
    rows = _holding(bucket).filter(owner__is_active=True).select_related("owner")
    last = 0
    while page := list(rows.filter(pk__gt=last)[:BATCH]):
        last = page[-1].pk
        yield [_notice(account, day, distance) for account in page]


def _notice(account: Account, day: date, distance: int) -> Notice:
    owner = account.owner
    assert owner is not None
    whose = f"{owner.display_name}的" if owner.kept_by_id else "您的"
    return Notice(
        user_id=owner.kept_by_id or owner.pk,
        kind=Message.Kind.POINTS,
        title=f"{account.balance}分将在{day_words(day)}到期",
        body=f"{whose}{account.balance}分可以用到{day.year}年{day_words(day)}，可以兑换奖励，也可以捐给公益项目。",
        url="/rewards/",
        key=f"expiry:{account.pk}:{day}:{distance}",
    )
