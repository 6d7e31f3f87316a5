"""Once a week, whoever may enter values that are overdue or old is told how many there are."""

from datetime import date, timedelta

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import User
from core import clock
from indicators.models import ValueSheet
from indicators.selectors.official_desk import desk_of
from messaging.models import Message
from messaging.services import Notice, notify_many

KEY = "official:remind:"
# A little under a week: the job does not run at the same second every time.
PAUSE = timedelta(days=6)
KEEP_SHEETS = timedelta(days=30)


@transaction.atomic
def remind() -> int:
    """One message for each person, at most one a week however often this runs; how many were told."""
    now = clock.now()
    told = Message.objects.filter(key__startswith=KEY, created_at__gt=now - PAUSE)
    people = _people().exclude(pk__in=told.values("recipient_id"))
    notices = [notice for user in people.order_by("pk") if (notice := _notice(user, clock.today()))]
    return notify_many(notices)


def forget_sheets() -> int:
    """Spreadsheets that were looked at and never taken over; how many."""
    return ValueSheet.objects.filter(taken_at=None, uploaded_at__lt=clock.now() - KEEP_SHEETS).delete()[0]


def _people() -> "QuerySet[User]":
    right = Permission.objects.filter(content_type__app_label="indicators", codename="enter_official")
    holders = User.objects.filter(Q(groups__permissions__in=right) | Q(user_permissions__in=right))
    return holders.filter(is_active=True, is_staff=True).distinct()


def _notice(user: User, today: date) -> Notice | None:
    found = [row.attention for row in desk_of(user) if row.attention and not row.waiting]
    if not found:
        return None
    overdue, stale = found.count("overdue"), found.count("stale")
    parts = [f"{overdue}个指标目标年已过，还没有公布结果"] if overdue else []
    parts += [f"{stale}个指标的数值已超过12个月"] if stale else []
    return Notice(
        user.pk,
        Message.Kind.SYSTEM,
        f"有{len(found)}个指标的官方数值等您填报",
        # One key for each week: two runs at once still write one row.
        f"{KEY}{today - timedelta(days=today.weekday())}",
        body="；".join(parts) + "。",
        url=f"{reverse('indicators:official')}?show=due",
    )
