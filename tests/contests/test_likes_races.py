"""Many likes at once: one account gives one, and nobody meets an error of the server."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import IntegrityError
from django.test import Client

from accounts.models import User
from campaigns.contests.models import Entry, Like
from campaigns.contests.selectors.likes import Total, totals_of, unusual
from campaigns.contests.services import likes as services
from campaigns.contests.services.likes import leave_out, like
from core import clock
from tests.carbon_points.ledger_world import NOW, make_resident
from tests.contests.awarded import make_entry, runner_of
from tests.contests.world import make_contest
from tests.machinery.threads import Rendezvous, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
# In so many threads, one request after the other in each.
THREADS, EACH = 50, 10


def work_to_like() -> Entry:
    """In a contest that is being judged today, whenever that is."""
    days = 42 - (clock.today() - NOW.date()).days
    contest = make_contest("works", day=days, recheck_from=None, recheck_until=None, shows_likes=True)
    return make_entry(contest, title="旧瓶新花", name="小雨滴")


def test_five_hundred_requests_of_one_account_are_one_like():
    entry, person = work_to_like(), make_resident()
    address = f"/contests/{entry.contest_id}/works/{entry.pk}/like/"
    client = Client()
    client.force_login(person)
    cookies = client.cookies

    def taps(_: int) -> list[int]:
        browser = Client()
        browser.cookies = cookies
        return [browser.post(address, headers={"HX-Request": "true"}).status_code for _ in range(EACH)]

    answers = together(taps, THREADS)

    assert [code for codes in answers for code in codes] == [200] * THREADS * EACH
    assert Like.objects.get().voter == person


def test_five_hundred_requests_of_fifty_fresh_accounts_are_counted_apart_and_flagged():
    entry = work_to_like()
    people = [make_resident() for _ in range(THREADS)]
    friends = [make_resident(joined_at=clock.now() - timedelta(days=30)) for _ in range(3)]

    def taps(one: int) -> list[Like]:
        return [like(by=people[one], entry_id=entry.pk) for _ in range(EACH)]

    answers = together(taps, THREADS)
    for friend in friends:
        like(by=friend, entry_id=entry.pk)

    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert totals_of([entry.pk])[entry.pk] == Total(raw=53, counted=53)
    (cluster,) = unusual(entry.contest)
    assert (cluster.fresh, cluster.left_out) == (50, 0)
    leave_out(
        by=runner_of(entry.contest),
        contest_id=entry.contest_id,
        entry_id=entry.pk,
        day=cluster.day,
        reason="集中注册",
    )
    assert totals_of([entry.pk])[entry.pk] == Total(raw=53, counted=3)


def _not_held(user: User) -> User:
    """The control: nobody waits for the row."""
    return User.objects.get(pk=user.pk)


def test_control_without_the_lock_of_the_row_the_database_has_to_refuse():
    entry, person = work_to_like(), make_resident()
    together_there = Rendezvous(2)
    look = Like.objects.filter

    def looked(*args: Any, **values: Any) -> Any:
        class Answer:
            def first(self) -> Like | None:
                return together_there.after(look(*args, **values).first)()

        return Answer()

    with (
        patch.object(services, "lock_user", _not_held),
        patch.object(services.Like.objects, "filter", looked),
    ):
        answers = together(lambda _: like(by=person, entry_id=entry.pk), 2)

    assert [type(one) for one in answers if isinstance(one, Exception)] == [IntegrityError]
    assert Like.objects.count() == 1
