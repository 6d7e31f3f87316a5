"""Writing down what looks unusual, and what a person made of it. No account and no point is touched."""

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import User
from carbon_points.models import Anomaly, DeviceSighting
from carbon_points.refusals import AlreadyHandled
from carbon_points.selectors.anomalies import findings
from core import clock
from core.converters import LARGEST_ID
from core.refusals import NotFound, Refused
from messaging.models import Message
from messaging.services import notify

KEEP_SIGHTINGS = timedelta(days=30)


@transaction.atomic
def look_for_anomalies(*, now: datetime | None = None) -> int:
    """Add what is new to the queue; how many. Safe to repeat: each finding has a key."""
    now = now or clock.now()
    found = [
        Anomaly(
            kind=finding.kind,
            key=finding.key,
            summary=finding.summary,
            resident_id=finding.resident_id,
            organisation_id=finding.organisation_id,
            facts=finding.facts,
            found_at=now,
        )
        for finding in findings(now)
    ]
    before = Anomaly.objects.count()
    Anomaly.objects.bulk_create(found, ignore_conflicts=True)
    return Anomaly.objects.count() - before


@transaction.atomic
def close_anomaly(
    *, anomaly_id: int, state: str, note: str, by: User, words: str = "", now: datetime | None = None
) -> Anomaly:
    """Say what it was: nothing, or something that was followed up; `words` are sent to the resident.

    Raises AlreadyHandled, NotFound, or a Refused without a note. Points and accounts stay as they are: what
    has to be corrected goes through reversals, which give their reason.
    """
    now = now or clock.now()
    if state not in {Anomaly.State.CLEARED, Anomaly.State.FOLLOWED} or not note.strip():
        raise Refused("请选择处理结果，并写明处理说明。", code="note_needed", status=422)
    anomaly = None
    if 0 < anomaly_id <= LARGEST_ID:
        anomaly = Anomaly.objects.select_for_update().filter(pk=anomaly_id).first()
    if anomaly is None:
        raise NotFound("没有找到这条提示。")
    if anomaly.state != Anomaly.State.OPEN:
        raise AlreadyHandled("这条提示已经处理过了，请刷新页面。")
    if words and anomaly.resident is None:
        raise Refused("这条提示没有对应的居民，不能发消息。", code="nobody_to_tell", status=422)
    anomaly.state, anomaly.note, anomaly.handled_by, anomaly.handled_at = state, note.strip(), by, now
    anomaly.save(update_fields=["state", "note", "handled_by", "handled_at"])
    if words and anomaly.resident is not None:
        notify(
            user=anomaly.resident,
            kind=Message.Kind.SYSTEM,
            title="关于您近期的记录",
            body=words,
            key=f"anomaly:{anomaly.pk}",
        )
    return anomaly


def note_device(*, device: str, resident: User, day: date) -> None:
    """Keep that an account was used in a browser on a day; once a day."""
    DeviceSighting.objects.bulk_create(
        [DeviceSighting(device=device, resident=resident, day=day)], ignore_conflicts=True
    )


def forget_devices(*, today: date) -> int:
    """Delete sightings older than 30 days; how many."""
    return DeviceSighting.objects.filter(day__lt=today - KEEP_SIGHTINGS).delete()[0]
