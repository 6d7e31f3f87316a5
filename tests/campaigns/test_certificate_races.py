"""Many taps at one moment make one certificate; without its lock the second tap ends in an error."""

from unittest.mock import patch
from uuid import uuid4

import pytest
from django.db import IntegrityError

from campaigns.models import Certificate, CheckIn
from campaigns.services import certificates as services
from tests.campaigns.world import make_session
from tests.carbon_points.ledger_world import NOW, make_resident
from tests.machinery.threads import Rendezvous, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def came() -> CheckIn:
    """An attendance that is there."""
    return CheckIn.objects.create(
        session=make_session(),
        resident=make_resident(),
        way="screen",
        nonce=uuid4(),
        seen_at=NOW,
        received_at=NOW,
    )


def tap(row: CheckIn, times: int) -> list[object]:
    """So many taps at one moment, each with a name of its own."""
    return together(lambda one: services.issue_certificate(check_in=row, name=f"名字{one}", now=NOW), times)


def test_twenty_taps_make_one_certificate_in_one_name():
    row = came()

    made = tap(row, 20)

    assert [one for one in made if isinstance(one, Exception)] == []
    assert len({(one.pk, one.name) for one in made}) == 1
    assert Certificate.objects.count() == 1


def test_control_without_the_locks_the_second_tap_fails():
    row = came()
    meeting = Rendezvous(2)
    unlocked = CheckIn.objects

    with (
        patch.object(services, "lock_user", lambda user: user),
        patch.object(unlocked, "select_for_update", unlocked.all),
        patch.object(services, "_code", meeting.before(services._code)),
    ):
        made = tap(row, 2)

    assert [type(one) for one in made if isinstance(one, Exception)] == [IntegrityError]
    assert Certificate.objects.count() == 1
