"""One city with everything in it, a fault planted: the command ends with 1 and names the fault."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from carbon_points.database import triggers
from carbon_points.models import Account, ActionLog, Claim, PartnerRecord, Transfer
from carbon_points.services import expiry, rewards
from carbon_points.services.review import decide
from carbon_points.services.seals import seal_through
from carbon_points.voucher_codes import code_of
from core import clock
from tests.carbon_points.grant_world import granted
from tests.carbon_points.ledger_world import execute
from tests.carbon_points.partner_world import World, bus, linked
from tests.carbon_points.review_world import handed_in, make_reviewer
from tests.carbon_points.reward_world import make_desk, make_reward, make_saver, take

pytestmark = pytest.mark.django_db
TABLE = "carbon_points_"


@pytest.fixture
def city() -> dict[str, Any]:
    """A ride of a partner, a photo, a grant, vouchers, a gift, points that expired, two sealed days."""
    now = clock.now()
    partner = World(bus())
    linked(partner)
    ride = partner.take(partner.scope.actions.get(), reference="A1").record
    photo = handed_in(now=now, done_on=timezone.localdate(now))
    decide(reviewer=make_reviewer(), submission_id=photo.pk, verdict="approve", now=now)
    grant = granted(now=now)
    desk, member = make_desk()
    reward = make_reward(price=30, stock=5, provider=desk, budget=None)
    rewards.open_budget_month(line=reward.budget_line, month=timezone.localdate(now), points=1000)
    savers = [make_saver(100) for _ in range(3)]
    waiting, used, back = (take(saver, reward, now=now) for saver in savers)
    rewards.verify_voucher(member=member, code=code_of(used), now=now)
    rewards.cancel_voucher(resident=savers[2], voucher_id=back.pk, now=now)
    cause = rewards.open_cause(name="种树", summary="种一棵树")
    gift = rewards.donate(resident=savers[0], cause_id=cause.pk, points=20, request_key="gift", now=now)
    month = timezone.localdate(now + timedelta(days=40))
    settlement = rewards.close_month(
        merchant=desk, month=timezone.localdate(now), by=None, now=now + timedelta(days=40)
    )
    expiry.expire_points(now=now + timedelta(days=900))
    seal_through(last_day=month, now=now + timedelta(days=42))
    return {
        "ride": ride.pk,
        "ride_log": ride.log_id,
        "photo": photo.pk,
        "grant": grant.pk,
        "reward": reward.pk,
        "waiting": waiting.pk,
        "used": used.pk,
        "gift": gift.pk,
        "settlement": settlement.pk,
        "merchant": desk.pk,
        "account": Account.objects.get(owner=savers[1]).code,
        "earn": Transfer.objects.filter(kind="earn").earliest("pk").pk,
        "log": ActionLog.objects.earliest("pk").pk,
        "claim": Claim.objects.get(log=ride.log_id).pk,
        "today": timezone.localdate(now),
        "partner": PartnerRecord.objects.get().external_id,
    }


# Name: the statement, and what the command must say. {words} are those of the city.
FAULTS = {
    "an edited transfer": (
        f"UPDATE {TABLE}transfer SET points = points + 1 WHERE id = {{earn}}",
        "transfers add up to",
    ),
    "an edited balance": (
        f"UPDATE {TABLE}account SET balance = balance + 5 WHERE code = '{{account}}'",
        "R1 {account}: balance",
    ),
    "a lost update": (
        f"UPDATE {TABLE}account SET sequence = sequence + 1 WHERE code = '{{account}}'",
        "R2 {account}: sequence",
    ),
    "an edited log": (
        f"UPDATE {TABLE}actionlog SET high_mg = high_mg + 1 WHERE id = {{log}}",
        "R4 log {log}: credited",
    ),
    "a deleted transfer": (f"DELETE FROM {TABLE}transfer WHERE id = {{earn}}", "were never paid"),
    "a missing seal": (f"DELETE FROM {TABLE}seal WHERE day = '{{today}}'", "R8 seal"),
    "an edited seal": (
        f"UPDATE {TABLE}seal SET points = points + 1 WHERE day = '{{today}}'",
        "R8 seal {today}",
    ),
    "an orphan voucher": (
        f"DELETE FROM {TABLE}transfer WHERE source LIKE 'redeem:{{waiting}}:%'",
        "R5 voucher {waiting}",
    ),
    "a voucher that was used without settling": (
        f"DELETE FROM {TABLE}transfer WHERE source LIKE 'settle:{{used}}:%'",
        "R5 voucher {used}",
    ),
    "stock that drifted": (
        f"UPDATE {TABLE}reward SET stock_left = stock_left + 1 WHERE id = {{reward}}",
        "R6 reward {reward}",
    ),
    "a budget that drifted": (f"UPDATE {TABLE}budgetmonth SET committed = committed - 30", "R7 "),
    "an edited submission": (
        f"UPDATE {TABLE}submission SET quantity = 9 WHERE id = {{photo}}",
        "R12 submission {photo}",
    ),
    "an edited record of a partner": (
        f"UPDATE {TABLE}partnerrecord SET quantity = 9 WHERE id = {{ride}}",
        "R13 partner record {ride}",
    ),
    "a claim let go": (
        f"UPDATE {TABLE}claim SET released_at = made_at WHERE id = {{claim}}",
        "claim {claim}",
    ),
    "an edited grant": (f"UPDATE {TABLE}grant SET points = 60 WHERE id = {{grant}}", "R14 grant {grant}"),
    "an edited gift": (f"UPDATE {TABLE}donation SET points = 99 WHERE id = {{gift}}", "donation {gift}"),
    "an edited settlement": (
        f"UPDATE {TABLE}settlement SET points = points + 1 WHERE id = {{settlement}}",
        "R15 settlement {merchant} ",
    ),
}


def verify_ledger() -> tuple[int, str]:
    """The exit code and what the command printed."""
    out = StringIO()
    try:
        call_command("verify_ledger", stdout=out, stderr=out)
    except CommandError as error:
        return error.returncode, f"{out.getvalue()}{error}"
    return 0, out.getvalue()


def test_the_sound_city_is_proven(city):
    code, text = verify_ledger()

    assert code == 0, text


@pytest.mark.parametrize("name", FAULTS)
def test_each_planted_fault_is_found_and_named(city, name):
    statement, sentence = FAULTS[name]
    triggers.remove(connection)
    execute(statement.format(**city))
    triggers.install(connection)

    code, text = verify_ledger()

    assert code == 1
    assert sentence.format(**city) in text


def test_a_trigger_that_is_gone_is_named(city):
    drop = "DROP TRIGGER ledger_voucher_no_delete"
    execute(f"{drop} ON carbon_points_voucher" if connection.vendor == "postgresql" else drop)

    code, text = verify_ledger()
    triggers.install(connection)

    assert code == 1
    assert "R10 guard: trigger ledger_voucher_no_delete is missing" in text
