"""Two at once at one title: it is given once, and decided in one way."""

from unittest.mock import patch

import pytest
from django.db import IntegrityError

from campaigns.contests.models import Entry, Recheck, Title
from campaigns.contests.refusals.titles import RecheckRefused
from campaigns.contests.services import titles as services
from campaigns.contests.services.rechecks import decide_recheck
from campaigns.contests.services.titles import give_title
from core import clock
from tests.carbon_points.ledger_world import NOW, make_action
from tests.contests.awarded import make_result, make_title, runner_of
from tests.contests.world import make_contest
from tests.machinery.threads import Rendezvous, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def shop_contest():
    """Its titles have a code to scan."""
    action = make_action("GR-SHOP", evidence=["self", "qr"])
    return make_contest("shop", day=60, scan_action=action)


def test_a_title_that_many_give_at_once_is_one():
    result = make_result(shop_contest())

    given = together(lambda _: give_title(result=result, now=NOW), 12)

    assert {title.pk for title in given} == {Title.objects.get().pk}


def test_control_without_the_lock_of_the_entry_the_database_has_to_refuse():
    result = make_result(shop_contest())

    with (
        patch.object(services.Entry.objects, "select_for_update", lambda **_: Entry.objects.all()),
        patch.object(services, "_free_code", Rendezvous(2).after(services._free_code)),
    ):
        given = together(lambda _: give_title(result=result, now=NOW), 2)

    assert sorted(type(one).__name__ for one in given) == ["IntegrityError", "Title"]
    assert IntegrityError in {type(one) for one in given}
    assert Title.objects.count() == 1


def test_passed_and_failed_at_once_only_one_stands():
    title = make_title(shop_contest())
    runners = [runner_of(title.contest) for _ in range(2)]
    recheck = Recheck.objects.create(
        title=title,
        due_from=title.contest.recheck_from,
        due_until=title.valid_until,
        state="submitted",
        submitted_at=clock.now(),
        words="一年来的情况",
    )

    answers = together(
        lambda one: decide_recheck(
            by=runners[one], recheck_id=recheck.pk, passed=bool(one), reason="看过了。"
        ),
        2,
    )

    refused = [one for one in answers if isinstance(one, Exception)]
    assert [type(one) for one in refused] == [RecheckRefused]
    recheck.refresh_from_db()
    title.refresh_from_db()
    assert (recheck.state == "failed") == (title.withdrawn_at is not None)
    assert (recheck.state == "passed") == (title.valid_until > recheck.due_until)
