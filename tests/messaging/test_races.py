"""The same news at the same instant, on PostgreSQL, beside a careless twin that tells it twice."""

import pytest
from django.db import IntegrityError

from accounts.models import User
from messaging.models import Message
from messaging.services import Notice, notify, notify_many
from tests.machinery.threads import Rendezvous, together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NEWS = {"kind": "system", "title": "t", "key": "k"}


def test_one_thing_told_by_16_threads_is_one_message():
    user = User.objects.create_user("resident")

    answers = together(lambda number: notify(user=user, **NEWS), 16)

    assert {type(answer) for answer in answers} == {Message}
    assert len({answer.pk for answer in answers}) == Message.objects.count() == 1


def test_control_looking_before_writing_is_not_enough():
    user, looked = User.objects.create_user("resident"), Rendezvous(2)

    def careless(number: int) -> Message:
        there = Message.objects.filter(recipient=user, key="k").first()
        looked.wait()
        return there or Message.objects.create(recipient=user, **NEWS)

    assert IntegrityError in map(type, together(careless, 16))
    assert Message.objects.count() == 1


def test_two_lists_in_opposite_order_at_once_tell_each_person_once():
    users = [User.objects.create_user(f"resident-{number}") for number in range(300)]
    rows = [Notice(user.pk, "points", "t", "k") for user in users]

    answers = together(lambda number: notify_many(rows if number % 2 else rows[::-1]), 8)

    assert {type(answer) for answer in answers} == {int}
    assert Message.objects.count() == 300
