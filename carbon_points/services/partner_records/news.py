"""What residents are told when a partner's record changes what stood before."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from carbon_points.models import PartnerRecord
from carbon_points.rules.quantities import plain
from carbon_points.rules.rewards import day_words
from core import jobs
from core.clock import midnight
from messaging.models import Message
from messaging.services import notify

KIND = Message.Kind.PARTNER
# In the morning after, when the day's records are complete.
TOLD_AT = time(8, 0)


def promise_news(resident: User, *, now: datetime) -> None:
    """One message a day: written in the morning after, about everything of the day."""
    day = timezone.localdate(now)
    jobs.enqueue(
        "carbon_points.tasks.tell_of_superseded",
        key=f"superseded:{resident.pk}:{day}",
        run_at=timezone.make_aware(datetime.combine(day + timedelta(days=1), TOLD_AT)),
        resident_id=resident.pk,
        day=day.isoformat(),
    )


@transaction.atomic
def tell_of_superseded(*, resident_id: int, day: date) -> None:
    """Say which of one's own records partners' data took the place of on a day, and the net change."""
    start = midnight(day)
    rows = list(
        PartnerRecord.objects.filter(
            superseded__resident=resident_id,
            received_at__gte=start,
            received_at__lt=start + timedelta(days=1),
        ).select_related("superseded__action", "log", "partner")
    )
    resident = User.objects.filter(pk=resident_id, is_active=True).first()
    if not rows or resident is None:
        return
    names = "、".join(sorted({row.superseded.action.name for row in rows if row.superseded}))
    partners = "、".join(sorted({row.partner.name for row in rows}))
    net = sum(row.log.points - row.superseded.points for row in rows if row.log and row.superseded)
    notify(
        user=resident,
        kind=KIND,
        title=f"{len(rows)} 条自己的记录换成了{partners}的数据",
        body=(
            f"您自己记的“{names}”，{partners}也报送了同一件事。同一件事只计一次，计量数据更可靠，"
            f"所以用它代替了您自己的记录。\n积分合计变化：{net:+d} 分。已经用掉的积分不用补。"
        ),
        url=reverse("carbon_points:points"),
        key=f"superseded:{day}",
    )


def tell_of_correction(record: PartnerRecord, *, now: datetime) -> None:
    """A partner has taken a record back; the rows are loaded with their link, action and partner."""
    if record.link is None:
        return
    day = timezone.localdate(record.done_at)
    notify(
        user=record.link.resident,
        kind=KIND,
        title=f"{record.partner.name}更正了一条记录",
        body=(
            f"{day_words(day)}的“{record.action.name}”{plain(record.quantity)}{record.action.unit}，"
            f"{record.partner.name}核对后更正，这条记录的积分已退回。已经用掉的积分不用补。"
        ),
        url=reverse("carbon_points:points"),
        key=f"partner-record:{record.pk}:reversed",
    )
