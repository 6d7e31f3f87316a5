"""Sending a code to a phone, and checking it; limits are counted in the database, for all processes."""

import hmac
import logging
import secrets
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Q, Value, When

from accounts import rules, sms
from accounts.models import PhoneCode, SmsCounter, SmsSent
from accounts.refusals import CodeExpired, PhoneLocked, SentJustNow, TooManyMessages, WrongCode
from accounts.sealing import code_hash, phone_digest
from core import clock

log = logging.getLogger(__name__)

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@transaction.atomic
def send_code(*, phone: str, network: str) -> None:
    """Send a fresh code to a +86… number; the message leaves after the commit.

    Raises TooManyMessages, SentJustNow or PhoneLocked; then nothing is sent and nothing counted.
    """
    now = clock.now()
    digest = phone_digest(phone)
    PhoneCode.objects.get_or_create(phone_digest=digest)
    row = PhoneCode.objects.select_for_update().get(phone_digest=digest)
    _refuse_locked(row, now)
    _count_phone(digest, now)
    _count_network(network, now)
    _count_city(now)
    SmsSent.objects.create(phone_digest=digest, network=network, at=now)
    code = f"{secrets.randbelow(10**rules.CODE_LENGTH):0{rules.CODE_LENGTH}d}"
    row.salt = secrets.token_hex(8)
    row.code_hash = code_hash(phone, row.salt, code)
    row.expires_at = now + timedelta(seconds=rules.CODE_LIFETIME_SECONDS)
    row.used_at = None
    row.tries = 0
    row.save()
    transaction.on_commit(partial(_deliver, phone, code))


def check_code(*, phone: str, code: str) -> None:
    """Use up a try, and the code when it is right: it is right once only, however many ask at once.

    Raises WrongCode, CodeExpired or PhoneLocked. The try stays counted in every case.
    """
    digest = phone_digest(phone)
    with transaction.atomic():
        now = clock.now()
        claimed = _claim_try(digest, now)
        row = PhoneCode.objects.filter(phone_digest=digest).first()
        if row is not None and claimed:
            right = hmac.compare_digest(row.code_hash, code_hash(phone, row.salt, code))
            _settle(row, right, now)
            if right:
                return
    # Raised outside the transaction: a refusal must not roll the count back.
    if row is None or not claimed:
        raise _why_not(row, now)
    left = min(rules.TRIES_PER_CODE - row.tries, rules.TRIES_PER_HOUR - row.recent_tries)
    if left <= 0:
        raise _locked(row, now)
    raise WrongCode(f"验证码不对，还可以再试 {left} 次。")


@transaction.atomic
def purge(*, before: datetime) -> int:
    """Forget codes, counters and messages that were last touched before a moment; how many rows."""
    # The hour of recent tries and any lock end long before the day is over.
    gone = [
        PhoneCode.objects.filter(updated_at__lt=before).delete()[0],
        SmsSent.objects.filter(at__lt=before).delete()[0],
        SmsCounter.objects.filter(updated_at__lt=before).delete()[0],
    ]
    return sum(gone)


def _claim_try(digest: str, now: datetime) -> bool:
    """Take one try in one conditional UPDATE. An hour without tries starts the hourly count anew."""
    rested = Q(last_try_at=None) | Q(last_try_at__lte=now - HOUR)
    free = Q(locked_until=None) | Q(locked_until__lte=now)
    open_code = Q(used_at=None, expires_at__gt=now, tries__lt=rules.TRIES_PER_CODE)
    room = rested | Q(recent_tries__lt=rules.TRIES_PER_HOUR)
    return bool(
        PhoneCode.objects.filter(open_code, free, room, phone_digest=digest).update(
            tries=F("tries") + 1,
            recent_tries=Case(When(rested, then=Value(1)), default=F("recent_tries") + 1),
            last_try_at=now,
            updated_at=now,
        )
    )


def _settle(row: PhoneCode, right: bool, now: datetime) -> None:
    """Close the code when it was right; lock the phone when its tries are used up. The row is locked."""
    if right:
        row.used_at = now
        row.recent_tries = 0
    elif row.recent_tries >= rules.TRIES_PER_HOUR:
        row.locked_until = now + HOUR
    elif row.tries >= rules.TRIES_PER_CODE:
        row.locked_until = now + timedelta(seconds=rules.LOCK_SECONDS)
    else:
        return
    row.save()


def _why_not(row: PhoneCode | None, now: datetime) -> CodeExpired | PhoneLocked:
    if row is not None and row.locked_until is not None and row.locked_until > now:
        return _locked(row, now)
    return CodeExpired("验证码已失效，请重新获取。")


def _locked(row: PhoneCode, now: datetime) -> PhoneLocked:
    minutes = _minutes((row.locked_until - now).total_seconds()) if row.locked_until else 15
    return PhoneLocked(f"验证码错误次数太多，请 {minutes} 分钟后再重新获取。")


def _refuse_locked(row: PhoneCode, now: datetime) -> None:
    if row.locked_until is not None and row.locked_until > now:
        raise _locked(row, now)


def _count_phone(digest: str, now: datetime) -> None:
    """The phone's row is locked, so its messages cannot change under us."""
    sent = list(
        SmsSent.objects.filter(phone_digest=digest, at__gt=now - DAY)
        .order_by("-at")
        .values_list("at", flat=True)
    )
    if sent and sent[0] > now - MINUTE:
        wait = max(1, round((sent[0] + MINUTE - now).total_seconds()))
        raise SentJustNow(f"短信刚刚发出，请 {wait} 秒后再获取。", wait=wait)
    in_hour = [at for at in sent if at > now - HOUR]
    if len(in_hour) >= rules.MESSAGES_PER_HOUR:
        wait = round((in_hour[-1] + HOUR - now).total_seconds())
        raise TooManyMessages(f"这个号码获取验证码太频繁，请 {_minutes(wait)} 分钟后再试。", wait=wait)
    if len(sent) >= rules.MESSAGES_PER_DAY:
        wait = round((sent[-1] + DAY - now).total_seconds())
        raise TooManyMessages("这个号码今天获取验证码的次数已用完，请明天再试。", wait=wait)


def _count_network(network: str, now: datetime) -> None:
    """Lock the network's row, then count: neighbours in the same second wait for each other."""
    key = f"network:{network}"
    SmsCounter.objects.get_or_create(key=key)
    row = SmsCounter.objects.select_for_update().get(key=key)
    if SmsSent.objects.filter(network=network, at__gt=now - HOUR).count() >= settings.SMS_HOURLY_PER_NETWORK:
        raise TooManyMessages("您所在的网络获取验证码太频繁，请换个网络，或一小时后再试。", wait=3600)
    row.sent += 1
    row.save()


def _count_city(now: datetime) -> None:
    """One row a day for the whole city, moved by a conditional UPDATE: the budget cannot be passed."""
    key = f"day:{clock.today():%Y-%m-%d}"
    SmsCounter.objects.get_or_create(key=key)
    within = SmsCounter.objects.filter(key=key, sent__lt=settings.SMS_DAILY_BUDGET)
    if not within.update(sent=F("sent") + 1, updated_at=now):
        log.error("the city's budget of %s text messages a day is used up", settings.SMS_DAILY_BUDGET)
        raise TooManyMessages("今天的短信已经发完，请明天再登录；不登录也可以浏览全部内容。", wait=3600)


def _deliver(phone: str, code: str) -> None:
    """Hand over to the provider. A failure stays counted, so that it cannot be used to send without limit."""
    try:
        sms.backend().send(phone, code)
    except Exception as error:
        # The error's own text might carry the number or the code; its kind says enough.
        log.error("a text message was not taken: %s", type(error).__name__)


def _minutes(seconds: float) -> int:
    return max(1, -(-int(seconds) // 60))
