"""Plain texts to phones: limits of their own, and each key once, whoever asks again."""

import json
from datetime import timedelta

import pytest
import time_machine

from accounts import rules, sms
from accounts.models import SmsCounter, SmsSent, SmsText
from accounts.services import phone_codes, phone_texts
from accounts.tasks import purge
from core import clock

PHONE, OTHER = "+8613800000001", "+8613800000002"

pytestmark = pytest.mark.django_db


@pytest.fixture
def traveller():
    """A moment that stands still."""
    with time_machine.travel("2026-03-05T10:00:00+08:00", tick=False) as clockwork:
        yield clockwork


def lines() -> list[dict[str, str]]:
    """What left the house."""
    file = sms.FileBackend().file
    return (
        [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []
    )


def test_a_text_is_written_once_for_each_key(traveller):
    for key in ("a", "a", "b"):
        assert phone_texts.send_text(phone=PHONE, text="明天9:00，“讲座”见。", key=key)

    assert lines() == [
        {"phone": PHONE, "text": "明天9:00，“讲座”见。", "at": clock.now().isoformat(), "key": key}
        for key in "ab"
    ]
    assert SmsText.objects.count() == 2
    assert SmsCounter.objects.get(key="texts:2026-03-05").sent == 2


def test_a_text_that_holds_a_key_in_its_words_does_not_pass_for_it(traveller):
    phone_texts.send_text(phone=PHONE, text='"key": "b"', key="a")
    phone_texts.send_text(phone=PHONE, text="b", key="b")

    assert [row["key"] for row in lines()] == ["a", "b"]


def test_one_person_gets_so_many_texts_a_day_and_no_more(traveller):
    sent = [
        phone_texts.send_text(phone=PHONE, text="t", key=str(number))
        for number in range(rules.TEXTS_PER_DAY + 2)
    ]

    assert sent == [True] * rules.TEXTS_PER_DAY + [False] * 2
    assert len(lines()) == SmsText.objects.count() == rules.TEXTS_PER_DAY
    assert phone_texts.send_text(phone=OTHER, text="t", key="other")

    traveller.shift(timedelta(days=1))
    assert phone_texts.send_text(phone=PHONE, text="t", key="next day")


def test_the_budget_of_the_city_is_not_passed_and_codes_go_on(
    traveller, settings, caplog, django_capture_on_commit_callbacks
):
    settings.SMS_TEXTS_DAILY_BUDGET = 1

    assert phone_texts.send_text(phone=PHONE, text="t", key="a")
    assert not phone_texts.send_text(phone=OTHER, text="t", key="b")
    # What was admitted before is not refused when it is tried again.
    assert phone_texts.send_text(phone=PHONE, text="t", key="a")
    with django_capture_on_commit_callbacks(execute=True):
        phone_codes.send_code(phone=PHONE, network="203.0.113.0/24")

    assert [row.get("key", "code") for row in lines()] == ["a", "code"]
    assert caplog.messages == ["the city's budget of 1 texts a day is used up"]
    assert PHONE not in caplog.text


def test_texts_use_up_nothing_of_the_codes_limits_and_hide_no_code(
    traveller, settings, django_capture_on_commit_callbacks
):
    settings.DEMO = True
    with django_capture_on_commit_callbacks(execute=True):
        phone_codes.send_code(phone=PHONE, network="203.0.113.0/24")
    code = sms.demo_code(PHONE)
    phone_texts.send_text(phone=PHONE, text="t", key="a")

    assert SmsSent.objects.count() == 1
    assert sms.demo_code(PHONE) == code != ""
    assert (sms.demo_text("a"), sms.demo_text("b")) == ("t", "")


def test_an_error_of_the_provider_is_raised_and_the_text_stays_counted_once(traveller, monkeypatch):
    def broken(self: sms.FileBackend, phone: str, text: str, *, key: str) -> None:
        raise ConnectionError("the provider is down")

    with monkeypatch.context() as patch:
        patch.setattr(sms.FileBackend, "send_text", broken)
        with pytest.raises(ConnectionError):
            phone_texts.send_text(phone=PHONE, text="t", key="a")
    phone_texts.send_text(phone=PHONE, text="t", key="a")

    assert SmsText.objects.count() == len(lines()) == 1


def test_a_day_later_nothing_says_whom_a_text_went_to(traveller):
    phone_texts.send_text(phone=PHONE, text="t", key="a")

    traveller.shift(timedelta(days=1, seconds=1))
    purge()

    assert SmsText.objects.count() == 0
