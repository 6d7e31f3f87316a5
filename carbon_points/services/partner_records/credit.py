"""How a record becomes a log: consent, one credit per behaviour, and what the record takes the place of."""

from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from accounts.models import Consent, User
from accounts.selectors.consents import consent_stands
from accounts.services.household_rows import lock_household
from carbon_points.models import Action, ActionLog, PartnerLink, PartnerRecord
from carbon_points.refusals import WrongDay
from carbon_points.refusals.partners import CorrectionRefused, NoConsent
from carbon_points.rules.groups import METERS, SLIPS
from carbon_points.rules.partners import EARLIEST, WINDOW, Report, request_key
from carbon_points.sealing import fingerprint, meter_digest, subject_digest
from carbon_points.selectors.catalogue import in_force
from carbon_points.selectors.partners import consent_detail
from carbon_points.services import ledger
from carbon_points.services.claims import claim, meter_fingerprint, refuse_claimed_nearby
from carbon_points.services.logs import log_action, reverse_log
from carbon_points.services.partner_records.news import promise_news, tell_of_correction
from core.refusals import Refused

State, Cause = PartnerRecord.State, ActionLog.Cause


def credit_record(*, row: PartnerRecord, report: Report, now: datetime) -> None:
    """Turn a record that was just written into a log, in the caller's transaction. Raises a Refused.

    Locks in order: household, accounts, the resident's agreement. So an agreement that ends meanwhile is
    either seen here or ends after the log, and two records of one resident come one after the other.
    """
    if report.done_at > now + WINDOW:
        raise WrongDay("行动时间还没有到，请检查 done_at 和时区。", code="in_the_future")
    link = _agreed(row, report, now)
    day = timezone.localdate(report.done_at)
    wrong = _to_be_corrected(row, link, report)
    replaced = wrong.log if wrong else _told_by_hand(link.resident, row.action, day)
    group = _group(row.action, day)
    mark = _fingerprint(row, report, group)
    if group not in METERS | SLIPS:
        _refuse_nearby(row, report, link, replaced)
    log = _log(row, report, link, replaced, now)
    if replaced is not None:
        # After the new log is paid: what was spent of the old points is covered by the new ones.
        reverse_log(log=replaced, cause=Cause.CORRECTION if wrong else Cause.SUPERSEDED, now=now)
    claim(
        log=log,
        fingerprint=mark,
        behaviour=_behaviour(row),
        occurred_at=report.done_at,
        source=_source(row),
        now=now,
    )
    row.link, row.log, row.state, row.corrects = link, log, State.CREDITED, wrong
    row.superseded = replaced if wrong is None else None
    row.save(update_fields=["link", "log", "state", "corrects", "superseded"])
    if wrong is not None:
        tell_of_correction(wrong, now=now)
    elif replaced is not None:
        promise_news(link.resident, now=now)


def _log(
    row: PartnerRecord, report: Report, link: PartnerLink, replaced: ActionLog | None, now: datetime
) -> ActionLog:
    return log_action(
        resident=link.resident,
        action=row.action,
        quantity=report.quantity,
        done_on=timezone.localdate(report.done_at),
        evidence=ActionLog.Evidence.PARTNER,
        channel=ActionLog.Channel.PARTNER,
        request_key=request_key(row.partner.code, report.id),
        earliest=timezone.localdate(now - EARLIEST),
        superseding=replaced,
        now=now,
    )


def _refuse_nearby(row: PartnerRecord, report: Report, link: PartnerLink, replaced: ActionLog | None) -> None:
    refuse_claimed_nearby(
        resident=link.resident,
        behaviour=_behaviour(row),
        occurred_at=report.done_at,
        # A source that names each deed by a reference tells its own deeds apart.
        except_source=_source(row) if report.reference else "",
        except_log=replaced,
    )


def _behaviour(row: PartnerRecord) -> str:
    return row.action.behaviour or row.action.code


def _source(row: PartnerRecord) -> str:
    return f"partner:{row.partner.code}"


def _agreed(row: PartnerRecord, report: Report, now: datetime) -> PartnerLink:
    """The resident's agreement, with everything that the resident does held behind us."""
    rows = PartnerLink.objects.select_related("resident").filter(
        scope=row.scope, subject_digest=subject_digest(report.subject), ended_at=None
    )
    link = rows.first()
    if link is not None:
        if row.action.is_shared:
            lock_household(link.resident)
        ledger.lock_accounts(resident=link.resident, now=now)
        link = rows.select_for_update(no_key=True, of=("self",)).filter(pk=link.pk).first()
    if (
        link is None
        or not link.resident.is_active
        or not consent_stands(link.resident, Consent.Purpose.PARTNER_DATA, consent_detail(row.scope))
    ):
        raise NoConsent("这个号码没有居民授权，或者授权已经停止，请不要再报送。")
    return link


def _to_be_corrected(row: PartnerRecord, link: PartnerLink, report: Report) -> PartnerRecord | None:
    """The earlier record that this one puts right, if it still counts."""
    if not report.corrects:
        return None
    old = (
        PartnerRecord.objects.select_related("log", "link", "action", "partner")
        .filter(partner=row.partner, external_id=report.corrects)
        .exclude(pk=row.pk)
        .first()
    )
    if old is None:
        raise CorrectionRefused("没有 corrects 所指的记录，请检查编号。")
    if old.state != State.CREDITED or old.log is None or old.link is None:
        return None
    if (old.link.resident_id, old.scope_id) != (link.resident_id, row.scope_id):
        raise CorrectionRefused("corrects 所指的记录属于别的号码或范围，请先冲正那条记录，再报送新的。")
    return old


def _told_by_hand(resident: User, action: Action, day: date) -> ActionLog | None:
    """A log of this behaviour on that day that no operator told: first one without proof, then a photo."""
    same = Q(action__behaviour=action.behaviour) if action.behaviour else Q(action=action)
    by_hand = [ActionLog.Evidence.SELF, ActionLog.Evidence.PHOTO]
    rows = ActionLog.objects.filter(
        same, resident=resident, done_on=day, evidence__in=by_hand, reverses=None, reversal=None
    )
    # "self" before "photo".
    return rows.select_related("resident").order_by("-evidence", "pk").first()


def _fingerprint(row: PartnerRecord, report: Report, group: str) -> str:
    """What names the deed, whoever tells of it: a batch by its slip, a meter by its month, else a reference.

    Without one the record stands for itself, and only closeness in time tells it from another's.
    """
    if group in METERS:
        day, meter = timezone.localdate(report.done_at), meter_digest(report.subject)
        if row.action.limit_period == Action.LimitPeriod.MONTH:
            return meter_fingerprint(group=group, digest=meter, month=day)
        return fingerprint("meter-day", group, meter, day)
    if group in SLIPS and not report.reference:
        raise Refused("这项行动要写明单号（reference），例如称重单号或订单号。", code="reference_missing")
    if report.reference:
        return fingerprint("reference", _behaviour(row), report.reference)
    return fingerprint("record", row.partner.code, report.id)


def _group(action: Action, day: date) -> str:
    return action.methods.filter(in_force(day)).values_list("exclusive_group", flat=True).first() or ""
