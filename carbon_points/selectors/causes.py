"""Public causes and what was given to them."""

from django.db.models import Count, QuerySet

from accounts.models import User
from carbon_points.models import Cause, Donation
from core.converters import LARGEST_ID
from core.refusals import NotFound


def causes() -> QuerySet[Cause]:
    """Every cause, open ones first; `account.balance` is what was given, `donations_count` how often."""
    rows = Cause.objects.select_related("account").annotate(donations_count=Count("donations"))
    return rows.order_by("-is_open", "pk")


def cause_named(cause_id: int) -> Cause:
    """One of them. Raises NotFound."""
    cause = causes().filter(pk=cause_id).first() if 0 < cause_id <= LARGEST_ID else None
    if cause is None:
        raise NotFound("没有找到这个公益项目，请看看其他项目。")
    return cause


def donations_of(resident: User) -> QuerySet[Donation]:
    """What a resident gave, latest first."""
    return Donation.objects.filter(resident=resident).select_related("cause").order_by("-pk")
