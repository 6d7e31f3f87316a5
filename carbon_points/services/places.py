"""Places with a code: setting them up, and recording what was done there."""

import secrets
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from accounts.sealing import seal
from accounts.services.household_rows import lock_household
from carbon_points import tickets
from carbon_points.models import Action, ActionLog, Place, PlaceScan
from carbon_points.refusals import LimitReached
from carbon_points.refusals.desks import PlaceClosed, PlaceUnfit, TicketRefused
from carbon_points.rules.amounts import check_amount
from carbon_points.selectors.places import closed_because, place_named
from carbon_points.services import ledger
from carbon_points.services.claims import claim, fingerprint, refuse_claimed_nearby
from carbon_points.services.logs import log_action
from core import clock
from core.refusals import Refused
from core.text import LETTERS

CODE_LENGTH = 8
USED = "这个码已经用过了，请重新扫屏幕上的码。"


def refuse_unfit(*, action: Action, quantity: Decimal) -> None:
    """Raise PlaceUnfit when a code cannot stand for so much of this action."""
    if "qr" not in action.evidence or action.audience != Action.Audience.RESIDENT:
        raise PlaceUnfit("这项行动不能凭扫码记录，请选择凭证方式里有“扫码”的居民行动。")
    try:
        check_amount(quantity, action.unit, action.max_per_log)
    except Refused as refused:
        raise PlaceUnfit(refused.message) from None


@transaction.atomic
def save_place(*, place: Place) -> Place:
    """Write a place as staff filled it in; a new one gets its code and its secret. Raises PlaceUnfit."""
    refuse_unfit(action=place.action, quantity=Decimal(place.quantity))
    if place._state.adding:
        place.code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
        place.secret_sealed = seal(secrets.token_urlsafe(32))
    place.save()
    return place


@transaction.atomic
def prolong_place(*, place: Place, until: date | None) -> None:
    """Move its last day; None: it has none."""
    Place.objects.filter(pk=place.pk).update(valid_to=until)


@transaction.atomic
def close_place(*, place: Place) -> None:
    """Nothing is recorded there any more; what was recorded stays."""
    Place.objects.filter(pk=place.pk).update(is_open=False)


@transaction.atomic
def log_at_place(
    *,
    resident: User,
    place_code: str,
    ticket: str | None = None,
    request_key: str,
    channel: str = ActionLog.Channel.PLACE,
    now: datetime | None = None,
) -> ActionLog:
    """Record what the code of a place stands for, done today. Raises a Refused, and then nothing has changed.

    A screen wants a `ticket`, which serves one person once: it names the request in place of `request_key`.
    The same request of the same resident gives back the first log.
    """
    now = now or clock.now()
    place = place_named(place_code)
    day = timezone.localdate(now)
    if sentence := closed_because(place, day):
        raise PlaceClosed(sentence)
    number = ""
    if place.kind == Place.Kind.ROTATING:
        number = _number_of(place, ticket, now)
        request_key = f"ticket:{number}"
    # Lock order: household, then accounts. From here on, what one resident does is serial.
    if place.action.is_shared:
        lock_household(resident)
    ledger.lock_accounts(resident=resident, now=now)
    if (earlier := _earlier(resident, place, request_key)) is not None:
        return earlier
    if number and PlaceScan.objects.filter(ticket=number).exists():
        raise TicketRefused(USED)
    scans = _room(place, resident, day)
    log = log_action(
        resident=resident,
        action=place.action,
        quantity=place.quantity,
        done_on=day,
        evidence=ActionLog.Evidence.QR,
        channel=channel,
        request_key=request_key,
        now=now,
    )
    _enter(PlaceScan(place=place, resident=resident, log=log, day=day, number=scans + 1, ticket=number))
    _claim(place, log, now)
    return log


def _number_of(place: Place, ticket: str | None, now: datetime) -> str:
    if not ticket:
        raise TicketRefused("请扫屏幕上正在显示的码再记录，截图和旧的码不能用。")
    return tickets.read(ticket, place_id=place.pk, now=now).number


def _earlier(resident: User, place: Place, request_key: str) -> ActionLog | None:
    """What this very request has recorded already, unless it was taken back."""
    scan = (
        PlaceScan.objects.select_related("log")
        .filter(place=place, resident=resident, log__request_key=request_key, log__reversal=None)
        .first()
    )
    return scan.log if scan else None


def _room(place: Place, resident: User, day: date) -> int:
    """How many scans there were today, those taken back among them. Raises LimitReached without room."""
    scans = PlaceScan.objects.filter(place=place, resident=resident, day=day)
    taken_back = list(scans.values_list("log__reversal", flat=True))
    standing = sum(reversal is None for reversal in taken_back)
    if standing >= place.daily_limit:
        raise LimitReached(f"这个点位每人每天最多记{place.daily_limit}次，今天已经记满了，明天欢迎再来。")
    return len(taken_back)


def _enter(scan: PlaceScan) -> None:
    """Two people with one ticket at the same instant: the second waits for the first, then is refused."""
    try:
        with transaction.atomic():
            scan.save(force_insert=True)
    except IntegrityError:
        if not scan.ticket or not PlaceScan.objects.filter(ticket=scan.ticket).exists():
            raise
        raise TicketRefused(USED) from None


def _claim(place: Place, log: ActionLog, now: datetime) -> None:
    """A partner may report the same deed: the register tells when it was claimed here."""
    if place.action.behaviour:
        refuse_claimed_nearby(
            resident=log.resident,
            behaviour=place.action.behaviour,
            occurred_at=now,
            # The place has a limit of its own.
            except_source="place",
        )
        claim(
            log=log,
            fingerprint=fingerprint("place", log.pk),
            behaviour=place.action.behaviour,
            occurred_at=now,
            source="place",
            now=now,
        )
