"""What looks unusual in the rows of the last days, a query or two for each kind; and the queue itself."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import BigIntegerField, Count, Q, QuerySet
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from carbon_points.models import ActionLog, Anomaly, DeviceSighting, Submission, Transfer, Voucher
from carbon_points.rules import anomalies as rules
from carbon_points.rules.anomalies import Finding
from carbon_points.rules.periods import month_of
from core.clock import midnight, next_midnight


def findings(now: datetime) -> Iterator[Finding]:
    """Everything that is unusual at this moment; what was found before comes again under the same key."""
    yield from _haste(now)
    yield from _photos(now)
    yield from _devices(now)
    yield from _merchants(now)
    yield from _helpers(now)
    yield from _write_offs(now)


def queue(state: str) -> QuerySet[Anomaly]:
    """Findings in one state, newest first."""
    return Anomaly.objects.filter(state=state).select_related("resident", "organisation", "handled_by")


def _haste(now: datetime) -> Iterator[Finding]:
    """Many own logs within an hour."""
    recent = ActionLog.objects.filter(
        created_at__gt=now - timedelta(hours=1), created_at__lte=now, reverses=None, recorded_by=None
    )
    rows = recent.order_by().values("resident_id").annotate(logs=Count("pk"))
    for row in rows.filter(logs__gte=rules.LOGS_AN_HOUR):
        yield Finding(
            kind=Anomaly.Kind.VELOCITY,
            key=f"velocity:{row['resident_id']}:{timezone.localdate(now)}",
            summary=f"一小时内自己记了{row['logs']}条。",
            resident_id=row["resident_id"],
            facts={"logs": row["logs"]},
        )


def _photos(now: datetime) -> Iterator[Finding]:
    """Pictures that look like somebody else's, as noticed when they came in."""
    recent = Submission.objects.filter(created_at__gt=now - timedelta(days=1), created_at__lte=now)
    for pk, resident_id, flags in recent.exclude(flags=[]).values_list("pk", "resident_id", "flags"):
        # A picture like an own one, or a shared browser, is for the reviewer's eye alone.
        foreign = [flag for flag in flags if flag["what"] == "similar" and not flag["own"]]
        if not foreign:
            continue
        yield Finding(
            kind=Anomaly.Kind.PHOTO,
            key=f"photo:{pk}",
            summary=f"提交{pk}的照片与别人的照片相似，核验时请对照。",
            resident_id=resident_id,
            facts={"submission": pk, "photos": [flag["like"] for flag in foreign]},
        )


def _devices(now: datetime) -> Iterator[Finding]:
    """One browser, many accounts."""
    day = timezone.localdate(now)
    recent = DeviceSighting.objects.filter(day__gt=day - timedelta(days=30), day__lte=day)
    rows = recent.order_by().values("device").annotate(people=Count("resident_id", distinct=True))
    for row in rows.filter(people__gte=rules.ACCOUNTS_ON_A_DEVICE):
        yield Finding(
            kind=Anomaly.Kind.DEVICE,
            key=f"device:{row['device']}:{day:%Y-%m}",
            summary=f"30天内有{row['people']}个账号在同一个浏览器里使用过。",
            facts={"accounts": row["people"]},
        )


def _merchants(now: datetime) -> Iterator[Finding]:
    """Vouchers of this month that come from few people, or from new accounts."""
    first, last = month_of(timezone.localdate(now))
    used = Voucher.objects.filter(
        state=Voucher.State.REDEEMED,
        redeemed_at__gte=midnight(first),
        redeemed_at__lt=next_midnight(last),
    )
    new = Q(resident__joined_at__gt=now - timedelta(days=rules.NEW_FOR_DAYS))
    rows = used.order_by().values("reward__provider_id", "resident_id")
    customers: defaultdict[int, list[int]] = defaultdict(list)
    from_new: defaultdict[int, int] = defaultdict(int)
    for row in rows.annotate(vouchers=Count("pk"), new=Count("pk", filter=new)):
        customers[row["reward__provider_id"]].append(row["vouchers"])
        from_new[row["reward__provider_id"]] += row["new"]
    for merchant, counts in customers.items():
        for word, sentence in rules.merchant_oddities(counts, from_new[merchant]):
            yield Finding(
                kind=Anomaly.Kind.MERCHANT,
                key=f"merchant:{merchant}:{first:%Y-%m}:{word}",
                summary=sentence,
                organisation_id=merchant,
                facts={"vouchers": sum(counts), "customers": len(counts), "new": from_new[merchant]},
            )


def _helpers(now: datetime) -> Iterator[Finding]:
    """Somebody wrote down very many logs for others today; a code that was scanned is nobody's word."""
    today = midnight(timezone.localdate(now))
    written = ActionLog.objects.filter(
        channel=ActionLog.Channel.DESK, reverses=None, created_at__gte=today, created_at__lte=now
    ).exclude(evidence=ActionLog.Evidence.QR)
    rows = written.order_by().values("recorded_by_id").annotate(logs=Count("pk"))
    for row in rows.filter(logs__gte=rules.HELPER_LOGS_A_DAY):
        yield Finding(
            kind=Anomaly.Kind.HELPER,
            key=f"helper:{row['recorded_by_id']}:{timezone.localdate(now)}",
            summary=f"一天内替别人记了{row['logs']}条。",
            resident_id=row["recorded_by_id"],
            facts={"logs": row["logs"]},
        )


def _write_offs(now: datetime) -> Iterator[Finding]:
    """A partner whose corrections came after the points were spent."""
    recent = Transfer.objects.filter(
        kind=Transfer.Kind.WRITE_OFF, at__gt=now - timedelta(days=30), at__lte=now
    )
    # source is writeoff:<log>
    number = Cast(Substr("source", len("writeoff:") + 1), BigIntegerField())
    logs = dict(recent.annotate(log_id=number).values_list("log_id", "points"))
    rows = (
        ActionLog.objects.filter(pk__in=logs, partner_record__isnull=False)
        .order_by()
        .values_list("partner_record__partner_id", "partner_record__partner__name", "pk")
    )
    points: defaultdict[tuple[int, str], int] = defaultdict(int)
    for partner_id, name, log_id in rows:
        points[partner_id, name] += logs[log_id]
    for (partner_id, name), sum_of_points in points.items():
        if sum_of_points >= rules.WRITTEN_OFF:
            yield Finding(
                kind=Anomaly.Kind.WRITE_OFF,
                key=f"writeoff:{partner_id}:{timezone.localdate(now):%Y-%m}",
                summary=f"{name}30天内的更正有{sum_of_points}分已被使用，由积分预算承担。",
                facts={"points": sum_of_points},
            )
