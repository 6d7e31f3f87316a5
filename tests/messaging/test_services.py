"""What happened is told once, to the right person; reading it is noted once."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from accounts import erasing
from accounts.models import User
from accounts.services.erasure import erase_resident
from core import clock
from core.refusals import NotFound, Unreadable
from messaging.models import Message
from messaging.selectors import kinds_of, messages_of, unread_count
from messaging.services import Notice, mark_all_read, mark_read, notify, notify_many, purge
from messaging.tasks import purge as purge_task

NOON = "2026-11-25 12:00+08:00"


def tell(user: User, key: str = "voucher:1:used", **change: Any) -> Message:
    """A sound message."""
    values: dict[str, Any] = {"kind": Message.Kind.REWARD, "title": "兑换券已使用"} | change
    return notify(user=user, key=key, **values)


def notices(users: list[User], key: str = "expiry:2026-12") -> list[Notice]:
    """The same news for several people."""
    return [Notice(user.pk, "points", "有 50 分将在月底到期", key, url="/me/points/") for user in users]


def test_a_message_stands_in_the_inbox_of_its_recipient(resident, other):
    message = tell(resident, body="在利民超市。\n谢谢您。", url="/me/points/?kind=ledger")

    stored = Message.objects.get()
    assert (stored, stored.recipient, stored.kind, stored.title) == (
        message, resident, "reward", "兑换券已使用",
    )  # fmt: skip
    assert (stored.body, stored.url, stored.read_at) == (
        "在利民超市。\n谢谢您。", "/me/points/?kind=ledger", None,
    )  # fmt: skip
    assert (unread_count(resident), unread_count(other)) == (1, 0)


def test_the_same_key_is_told_once_and_the_first_words_stand(resident):
    first = tell(resident)

    assert tell(resident, title="另一句话") == first
    assert Message.objects.get().title == "兑换券已使用"


def test_a_key_belongs_to_one_person(resident, other):
    assert tell(resident) != tell(other)
    assert Message.objects.count() == 2


def test_a_message_of_a_cancelled_transaction_was_never_sent(resident):
    def cancelled():
        with transaction.atomic():
            tell(resident)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cancelled()

    assert Message.objects.count() == 0


def test_a_long_title_is_cut_and_what_cannot_be_seen_is_dropped(resident):
    message = tell(resident, title=f"  \u202e已\n审核：{'长' * 80}", body="\u200b好\x07的")

    assert message.title == f"已 审核：{'长' * 54}…"
    assert (len(message.title), message.body) == (60, "好的")


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "gossip"},
        {"title": ""},
        {"title": " \n"},
        {"key": ""},
        {"key": "k" * 161},
        {"url": "https://evil.example/"},
        {"url": "//evil.example/"},
        {"url": "/\\evil.example"},
        {"url": "javascript:alert(1)"},
        {"url": "me/"},
        {"url": f"/{'x' * 200}"},
    ],
)
def test_a_message_that_makes_no_sense_is_our_mistake_and_is_not_written(resident, change):
    with pytest.raises(ValueError, match=r"\w"):
        tell(resident, **change)

    assert Message.objects.count() == 0


def test_text_that_no_database_takes_is_refused(resident):
    with pytest.raises(Unreadable):
        tell(resident, body="\x00")

    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"kind": "gossip"}, "message_kind_known"),
        ({"title": ""}, "message_has_title_and_key"),
        ({"key": ""}, "message_has_title_and_key"),
        ({"url": "https://evil.example/"}, "message_leads_nowhere_else"),
        ({"url": "//evil.example/"}, "message_leads_nowhere_else"),
        ({"key": "there"}, "message_once_per_key|UNIQUE constraint failed"),
    ],
)
def test_the_database_has_the_last_word(resident, change, constraint):
    tell(resident, key="there")
    values = {"recipient": resident, "kind": "system", "title": "t", "key": "k"} | change

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Message.objects.create(**values)

    assert Message.objects.count() == 1


def test_many_people_are_told_at_once_and_only_once(resident, other):
    third = User.objects.create_user("third")

    assert notify_many(notices([resident, other])) == 2
    assert notify_many(notices([other, third, third])) == 2
    assert notify_many(notices([resident, other, third])) == 0

    assert Message.objects.count() == 3
    assert {unread_count(user) for user in (resident, other, third)} == {1}


def test_a_thousand_messages_take_few_queries(resident, django_assert_max_num_queries):
    rows = [Notice(resident.pk, "system", "t", f"k:{number}") for number in range(1001)]

    # A savepoint, and for each 500: a look, and inserts in the portions that SQLite takes.
    with django_assert_max_num_queries(2 + 3 * (1 + 4 + 2)):
        assert notify_many(rows) == 1001


def test_one_bad_notice_among_many_stops_all(resident, other):
    rows = [*notices([resident]), Notice(other.pk, "points", "t", "k", url="https://evil.example/")]

    with pytest.raises(ValueError, match="not a path"):
        notify_many(rows)

    assert Message.objects.count() == 0


def test_reading_is_noted_at_the_first_time(resident):
    message = tell(resident)

    with time_machine.travel(NOON, tick=False):
        first = mark_read(user=resident, message_id=message.pk).read_at
    again = mark_read(user=resident, message_id=message.pk).read_at

    assert first is not None
    assert first.isoformat() == "2026-11-25T04:00:00+00:00"
    assert (again, unread_count(resident)) == (first, 0)


def test_somebody_elses_message_is_none_and_stays_unread(resident, other):
    message = tell(other)

    with pytest.raises(NotFound):
        mark_read(user=resident, message_id=message.pk)

    assert unread_count(other) == 1


def test_all_of_ones_own_messages_can_be_marked_at_once(resident, other):
    read = tell(resident, "a")
    mark_read(user=resident, message_id=read.pk)
    tell(resident, "b")
    tell(resident, "c")
    tell(other)

    assert mark_all_read(user=resident) == 2
    assert mark_all_read(user=resident) == 0
    assert (unread_count(resident), unread_count(other)) == (0, 1)


def test_the_inbox_is_latest_first_and_can_be_narrowed(resident, other):
    first = tell(resident, "a")
    second = tell(resident, "b", kind="system")
    tell(other, kind="team")
    mark_read(user=resident, message_id=second.pk)

    assert list(messages_of(resident)) == [second, first]
    assert list(messages_of(resident, "system")) == [second]
    assert list(messages_of(resident, unread=True)) == [first]
    assert kinds_of(resident) == ["reward", "system"]


def test_messages_are_kept_for_a_year(resident):
    with time_machine.travel(NOON, tick=False):
        tell(resident, "old")
    with time_machine.travel(clock.now()) as traveller:
        traveller.move_to("2026-11-25 12:00:01+08:00")
        kept = tell(resident, "kept")
        traveller.move_to("2027-11-25 12:00:01+08:00")
        purge_task()

    assert Message.objects.get() == kept
    assert purge(before=clock.now() + timedelta(days=9999)) == 1


def test_an_erased_account_leaves_no_message(resident, other, monkeypatch):
    tell(resident)
    tell(other)
    monkeypatch.setitem(erasing._steps, "rewards", lambda *, user, now: tell(user, "last words"))

    erase_resident(user=resident, by=resident, now=clock.now())

    assert list(Message.objects.values_list("recipient", flat=True)) == [other.pk]


def test_messages_go_with_their_recipient(resident):
    tell(resident)

    resident.delete()

    assert Message.objects.count() == 0
