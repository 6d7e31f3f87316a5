"""Rules that were changed, one that is announced, and points by hand: what the demo shows of both."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from carbon_points.models import Policy
from carbon_points.rules.policies import CityPolicy, written
from carbon_points.services.grants import approve_grant, request_grant
from carbon_points.services.policies import publish_policy
from core import clock


@transaction.atomic
def load_policies() -> None:
    """Publish the demo's rules once, each on its day in the past, in the name of demo-operator."""
    operator = User.objects.get(username="demo-operator")
    for days_ago, kind, key, values, note in _versions():
        if not Policy.objects.filter(kind=kind, key=key).exists():
            moment = _noon(days_ago)
            publish_policy(
                kind=kind,
                key=key,
                values=values,
                valid_from=timezone.localdate(moment) + timedelta(days=2),
                note=note,
                by=operator,
                now=moment,
            )


def _versions() -> list[tuple[int, str, str, dict[str, Any], str]]:
    """Days ago, kind, key, values, why."""
    city = written(CityPolicy(grant_points_a_month=300))
    return [
        (60, "city", "", city, "试行期人工发放从紧，每人每月不超过300分"),
        (40, "action", "TR-BIKE", {"daily_limit": "18"}, "按居民出行的实际距离调整一天的上限"),
        (0, "action", "CO-BAG", {"engagement_points": 2}, "限塑宣传月，鼓励自带购物袋"),
    ]


@transaction.atomic
def load_grants(resident: User) -> None:
    """One grant that was paid and one that waits for the second person. Safe to repeat."""
    operator = User.objects.get(username="demo-operator")
    approver = User.objects.get(username="demo-approver")
    paid = request_grant(
        resident=resident,
        points=30,
        ground="service",
        reason="参加河边清洁志愿服务两小时",
        internal_note="演示：签到表第3页",
        request_key="demo-grant-paid",
        by=operator,
    )
    approve_grant(grant_id=paid.pk, by=approver, note="演示：已核对签到表")
    request_grant(
        resident=resident,
        points=20,
        ground="correction",
        reason="补记因系统维护没有记上的两次公交",
        internal_note="演示：客服单",
        request_key="demo-grant-waiting",
        by=operator,
    )


def _noon(days_ago: int) -> datetime:
    day = clock.today() - timedelta(days=days_ago)
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))  # noqa: DTZ001
