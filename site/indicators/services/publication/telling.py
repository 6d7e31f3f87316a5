"""Tells the staff that a release was stopped."""

from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from indicators.models import Release
from messaging.models import Message
from messaging.services import Notice, notify_many

PERIODS = {"day": "日", "month": "月", "year": "年"}


def tell_staff(release: Release) -> None:
    """One message for everybody who makes reports."""
    right = {"permissions__codename": "make_report", "permissions__content_type__app_label": "indicators"}
    people = User.objects.filter(
        Q(is_superuser=True)
        | Q(**{f"groups__{key}": value for key, value in right.items()})
        | Q(**{f"user_{key}": value for key, value in right.items()}),
        is_staff=True,
        is_active=True,
    ).distinct()
    notify_many(
        Notice(
            user_id=person.pk,
            kind=Message.Kind.SYSTEM,
            title="一期统计数据没有发布",
            body=(
                f"{release.start}（{PERIODS[release.period]}）第{release.version}版能推算出不足10人的数字，"
                "系统已拦下，没有公开任何内容。请到“发布记录”查看。"
            ),
            url=reverse("indicators:releases"),
            key=f"release-stopped:{release.period}:{release.start}:{release.version}",
        )
        for person in people
    )
