"""Codes by text message: how many are sent, how many are tried, and what is kept of them."""

from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import TestCase

from accounts.models import PhoneCode, SmsCounter, SmsSent
from accounts.refusals import CodeExpired, PhoneLocked, SentJustNow, TooManyMessages, WrongCode
from accounts.services import phone_codes
from core import clock
from tests.accounts.conftest import PHONE, wrong

NETWORK = "203.0.113.0/24"

pytestmark = pytest.mark.django_db


@pytest.fixture
def traveller():
    with time_machine.travel("2026-03-05T10:00:00+08:00", tick=False) as clockwork:
        yield clockwork


def send(phone=PHONE, network=NETWORK):
    with TestCase.captureOnCommitCallbacks(execute=True):
        phone_codes.send_code(phone=phone, network=network)


def phone_number(number):
    return f"+86138{number:08d}"


def test_the_right_code_is_accepted_once(code):
    send()

    phone_codes.check_code(phone=PHONE, code=code())

    with pytest.raises(CodeExpired, match="已失效"):
        phone_codes.check_code(phone=PHONE, code=code())


def test_the_code_is_sent_and_kept_nowhere_else(code, messages):
    send()

    assert [set(message) for message in messages()] == [{"phone", "code", "at"}]
    assert messages()[0]["phone"] == PHONE
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_phonecode")
        stored = str(cursor.fetchall())
    assert code() not in stored
    assert "13800138000" not in stored


def test_nothing_leaves_when_the_transaction_is_rolled_back(messages):
    with TestCase.captureOnCommitCallbacks(execute=False) as left:
        phone_codes.send_code(phone=PHONE, network=NETWORK)

    assert len(left) == 1
    assert messages() == []


def test_a_provider_that_fails_gives_nothing_away(settings, monkeypatch, caplog):
    class Broken:
        def send(self, phone: str, code: str) -> None:
            raise RuntimeError(f"cannot send {code} to {phone}")

    monkeypatch.setattr("accounts.sms.backend", Broken)

    send()

    assert SmsSent.objects.count() == 1
    assert "RuntimeError" in caplog.text
    assert PHONE not in caplog.text


def test_five_wrong_codes_lock_the_phone_for_fifteen_minutes(traveller, code):
    send()
    sentences = []
    for _ in range(5):
        with pytest.raises((WrongCode, PhoneLocked)) as refused:
            phone_codes.check_code(phone=PHONE, code=wrong(code()))
        sentences.append(str(refused.value))

    assert sentences[0] == "验证码不对，还可以再试 4 次。"
    assert sentences[-1] == "验证码错误次数太多，请 15 分钟后再重新获取。"
    with pytest.raises(PhoneLocked):
        phone_codes.check_code(phone=PHONE, code=code())
    with pytest.raises(PhoneLocked):
        send()
    assert SmsSent.objects.count() == 1

    traveller.shift(timedelta(minutes=15, seconds=1))
    send()
    phone_codes.check_code(phone=PHONE, code=code())


def test_ten_wrong_codes_are_all_that_a_phone_gets_in_an_hour(traveller, code):
    for _ in range(2):
        send()
        for _ in range(5):
            with pytest.raises((WrongCode, PhoneLocked)):
                phone_codes.check_code(phone=PHONE, code=wrong(code()))
        traveller.shift(timedelta(minutes=15, seconds=1))

    with pytest.raises(PhoneLocked):
        send()
    with pytest.raises(PhoneLocked):
        phone_codes.check_code(phone=PHONE, code=code())
    assert PhoneCode.objects.get().recent_tries == 10

    traveller.shift(timedelta(minutes=45))
    send()
    phone_codes.check_code(phone=PHONE, code=code())


def test_tries_are_not_forgotten_by_asking_for_a_new_code(traveller, code):
    for _ in range(3):
        send()
        for _ in range(4):
            if PhoneCode.objects.get().recent_tries < 10:
                with pytest.raises((WrongCode, PhoneLocked)):
                    phone_codes.check_code(phone=PHONE, code=wrong(code()))
        traveller.shift(timedelta(seconds=61))

    with pytest.raises(PhoneLocked):
        phone_codes.check_code(phone=PHONE, code=code())


def test_a_code_lives_five_minutes(traveller, code):
    send()
    traveller.shift(timedelta(minutes=5))

    with pytest.raises(CodeExpired):
        phone_codes.check_code(phone=PHONE, code=code())


def test_a_newer_code_makes_the_older_one_void(traveller, code):
    send()
    older = code()
    traveller.shift(timedelta(seconds=61))
    while True:
        send()
        if code() != older:
            break
        traveller.shift(timedelta(seconds=61))

    with pytest.raises(WrongCode):
        phone_codes.check_code(phone=PHONE, code=older)
    phone_codes.check_code(phone=PHONE, code=code())


def test_a_code_is_good_for_its_own_phone_only(code):
    send(phone_number(1))
    first = code()
    send(phone_number(2))

    if first == code():
        pytest.fail("two phones got one code: one chance in a million")
    with pytest.raises(WrongCode):
        phone_codes.check_code(phone=phone_number(2), code=first)


def test_a_phone_that_never_asked_has_no_code():
    with pytest.raises(CodeExpired):
        phone_codes.check_code(phone=PHONE, code="000000")

    assert PhoneCode.objects.count() == 0


def test_one_message_a_minute(traveller, messages):
    send()
    refused = 0
    for _ in range(119):
        with pytest.raises(SentJustNow, match="请 60 秒后再获取"):
            send()
        refused += 1

    assert refused == 119
    assert len(messages()) == 1
    traveller.shift(timedelta(seconds=61))
    send()
    assert len(messages()) == 2


def test_five_messages_an_hour_and_ten_a_day(traveller, messages):
    sent_by_hour = []
    for _ in range(24):
        before = len(messages())
        for _ in range(40):
            with suppress(TooManyMessages):
                send()
            traveller.shift(timedelta(seconds=90))
        sent_by_hour.append(len(messages()) - before)

    assert sent_by_hour[:3] == [5, 5, 0]
    assert sum(sent_by_hour) == 10


def test_thirty_messages_an_hour_to_one_network(traveller, messages):
    for number in range(60):
        try:
            send(phone_number(number))
        except TooManyMessages:
            continue

    assert len(messages()) == 30
    send(phone_number(99), network="198.51.100.0/24")
    traveller.shift(timedelta(hours=1, seconds=1))
    send(phone_number(98))
    assert len(messages()) == 32


def test_the_city_has_a_budget_of_messages_a_day(traveller, settings, messages, caplog):
    settings.SMS_DAILY_BUDGET = 3
    for number in range(3):
        send(phone_number(number))

    with pytest.raises(TooManyMessages, match="今天的短信已经发完"):
        send(phone_number(4))

    assert len(messages()) == 3
    assert SmsCounter.objects.get(key="day:2026-03-05").sent == 3
    assert "budget" in caplog.text
    traveller.shift(timedelta(hours=14))
    send(phone_number(4))
    assert len(messages()) == 4


def test_a_refused_request_counts_nothing(traveller):
    send()
    before = (SmsSent.objects.count(), list(SmsCounter.objects.order_by("key").values_list("key", "sent")))

    with pytest.raises(SentJustNow):
        send()

    after = (SmsSent.objects.count(), list(SmsCounter.objects.order_by("key").values_list("key", "sent")))
    assert after == before


def test_codes_and_counters_are_forgotten_after_a_day(traveller):
    send()
    assert phone_codes.purge(before=clock.now() - timedelta(days=1)) == 0

    traveller.shift(timedelta(days=1, seconds=1))
    assert phone_codes.purge(before=clock.now() - timedelta(days=1)) == 4

    assert not PhoneCode.objects.exists()
    assert not SmsSent.objects.exists()
    assert not SmsCounter.objects.exists()
