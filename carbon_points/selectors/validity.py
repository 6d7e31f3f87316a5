"""Until when a resident's points hold."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Max
from django.utils import timezone

from carbon_points.models import Account, Policy, Transfer
from carbon_points.rules.expiry import last_day, longest_promise, usable_until
from carbon_points.rules.policies import CityPolicy, read


def last_days(buckets: Iterable[str], today: date) -> dict[str, date]:
    """The last day of each half-year's points. One query."""
    rows = Policy.objects.filter(kind=Policy.Kind.CITY, key="", valid_from__lte=today)
    versions = [(date.min, CityPolicy().points_valid_months)] + [
        (valid_from, read(CityPolicy, values).points_valid_months)
        for valid_from, values in rows.order_by("valid_from").values_list("valid_from", "values")
    ]
    return {
        bucket: last_day(bucket, longest_promise(bucket, versions, today)) for bucket in sorted(set(buckets))
    }


def usable_accounts(accounts: Iterable[Account], today: date) -> list[Account]:
    """A resident's accounts with points that can be used today, the oldest half-year first."""
    return [account for account, _ in usable_days(accounts, today)]


def usable_days(accounts: Iterable[Account], today: date) -> list[tuple[Account, date]]:
    """The same, each with the last day on which its points can be used. One query, two if some are past."""
    held = sorted((account for account in accounts if account.balance > 0), key=lambda one: one.bucket)
    if not held:
        return []
    days = last_days((account.bucket for account in held), today)
    returned = returned_on([account.pk for account in held if days[account.bucket] < today])
    found = [(account, usable_until(days[account.bucket], returned.get(account.pk))) for account in held]
    return [(account, day) for account, day in found if today <= day]


def returned_on(account_ids: list[int]) -> dict[int, date]:
    """The day on which points last came back out of a voucher into each of these accounts."""
    if not account_ids:
        return {}
    rows = Transfer.objects.filter(credit__in=account_ids, kind=Transfer.Kind.REVERSE)
    return {
        account_id: timezone.localdate(at)
        for account_id, at in rows.order_by().values_list("credit").annotate(at=Max("at"))
    }


def buckets_held() -> list[str]:
    """Half-years in which any resident has an account, the oldest first."""
    rows = Account.objects.filter(kind=Account.Kind.RESIDENT).order_by()
    return sorted(rows.values_list("bucket", flat=True).distinct())
