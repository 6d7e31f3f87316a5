"""Copies of a message leave after the commit, each by a job of its own; the inbox does not wait for them."""

from typing import Any

import pytest
from django.db import transaction

from accounts.models import User
from core import jobs
from core.models import Job
from messaging import channels
from messaging.models import Message
from messaging.services import Notice, notify, notify_many


def tell(user: User, key: str = "k", **change: Any) -> Message:
    """A sound message."""
    values: dict[str, Any] = {"kind": "system", "title": f"消息 {key}"} | change
    return notify(user=user, key=key, **values)


def run_all() -> None:
    """Run jobs until none is due."""
    while jobs.sweep():
        pass


def test_without_a_channel_no_job_is_written(resident, monkeypatch):
    monkeypatch.setattr(channels, "_channels", {})

    tell(resident)
    notify_many([Notice(resident.pk, "system", "t", "many")])

    assert Job.objects.count() == 0


def test_a_channel_gets_each_message_once(resident, sent):
    tell(resident)
    tell(resident)
    assert sent == []

    run_all()

    assert sent == ["消息 k"]
    assert Job.objects.get().done_at is not None


def test_a_cancelled_transaction_sends_nothing(resident, sent):
    def cancelled():
        with transaction.atomic():
            tell(resident)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cancelled()
    run_all()

    assert (sent, Job.objects.count()) == ([], 0)


def test_many_messages_are_copied_one_by_one(resident, other, sent):
    rows = [Notice(user.pk, "points", f"给{user.username}", "k") for user in (resident, other)]

    notify_many(rows)
    assert Job.objects.count() == 1
    notify_many(rows)
    assert Job.objects.count() == 1
    run_all()

    assert sorted(sent) == ["给other", "给resident"]
    assert Job.objects.count() == 3


def test_a_channel_that_fails_is_tried_again_and_holds_up_no_other(resident, sent):
    def broken(message: Message) -> None:
        raise ConnectionError("the provider is down")

    channels.channel("broken")(broken)
    tell(resident)

    run_all()

    assert sent == ["消息 k"]
    assert Message.objects.count() == 1
    waiting = Job.objects.get(done_at=None)
    assert (waiting.args["channel"], waiting.attempts) == ("broken", 1)


def test_a_copy_of_a_message_that_is_gone_is_not_sent(resident, sent):
    tell(resident).delete()

    run_all()

    assert (sent, Job.objects.get().error) == ([], "")


def test_a_channel_that_was_taken_out_of_service_is_passed_over(resident, sent):
    tell(resident)
    channels._channels.clear()

    run_all()

    assert (sent, Job.objects.get().error) == ([], "")
