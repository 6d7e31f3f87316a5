"""Nobody gives points alone: each short cut is tried in raw SQL, and the database refuses it."""

import pytest
from django.db import IntegrityError, connection, transaction

from carbon_points.models import Account, Grant, Policy, Transfer
from carbon_points.models.ledger import ISSUER_ID
from tests.carbon_points.grant_world import ask, granted
from tests.carbon_points.ledger_world import NOW, execute, make_action, make_resident, record
from tests.carbon_points.policy_world import make_staff, publish

GRANT, POLICY, TRANSFER = "carbon_points_grant", "carbon_points_policy", "carbon_points_transfer"
POLICY_COLUMNS = 'kind, key, "values", valid_from, note, published_at'


@pytest.fixture
def world(db):
    """One request that waits, one that somebody approved without paying, one that was paid; a rich other."""
    action, resident, other = make_action(), make_resident(), make_resident()
    record(other, action, 5)
    waiting, agreed, paid = ask(resident), ask(resident), granted(resident)
    second = make_staff("approve_grant")
    Grant.objects.filter(pk=agreed.pk).update(state="approved", decided_by=second, decided_at=NOW)
    publish("action", action.code, {"self_share": "0.5"})
    account = Account.objects.get(owner=resident)
    if connection.vendor == "postgresql":
        execute("SET CONSTRAINTS ALL IMMEDIATE")
    return {
        "issuer": ISSUER_ID,
        "account": account.pk,
        "step": account.sequence,
        "other_account": Account.objects.get(owner=other).pk,
        "resident": resident.pk,
        "asker": waiting.requested_by_id,
        "second": second.pk,
        "waiting": waiting.pk,
        "agreed": agreed.pk,
        "paid": paid.pk,
        "policy": Policy.objects.get().pk,
        "now": NOW.isoformat(),
    }


def pay(grant, **changes):
    """SQL for the transfer of a grant, right but for what the case changes."""
    values = {
        "debit_id": "{issuer}",
        "credit_id": "{account}",
        "points": "50",
        "kind": "'grant'",
        "source": f"'grant:{grant}'",
        "debit_sequence": "NULL",
        "credit_sequence": "{step} + 1",
        "at": "'{now}'",
    } | changes
    return f"INSERT INTO {TRANSFER} ({', '.join(values)}) VALUES ({', '.join(values.values())})"


def decide(grant, by, state="approved", more=""):
    return (
        f"UPDATE {GRANT} SET state = '{state}', decided_by_id = {by}, decided_at = '{{now}}'{more}"
        f" WHERE id = {grant}"
    )


def insert_grant(state="requested", by="{asker}", decided="NULL, NULL", points="50", reason="'说明文字'"):
    return (
        f"INSERT INTO {GRANT} (resident_id, points, ground, reason, internal_note, request_key,"
        " requested_by_id, requested_at, state, decided_by_id, decided_at, decision_note) VALUES"
        f" ({{resident}}, {points}, 'other', {reason}, '', 'raw', {by}, '{{now}}', '{state}', {decided}, '')"
    )


FORBIDDEN = {
    "pay what nobody approved": pay("{waiting}"),
    "pay what nobody asked for": pay("999999"),
    "pay a grant twice": pay("{paid}"),
    "pay more than was approved": pay("{agreed}", points="51"),
    "pay less than was approved": pay("{agreed}", points="49"),
    "pay somebody else": pay("{agreed}", credit_id="{other_account}", credit_sequence="2"),
    "pay out of somebody's account": pay("{agreed}", debit_id="{other_account}", debit_sequence="2"),
    "pay under another source": pay("{agreed}", source="'grant:0{agreed}'"),
    "pay under no number": pay("{agreed}", source="'grant:x'"),
    "call a payment a grant": pay("{agreed}", source="'writeoff:{agreed}'"),
    "approve what oneself asked for": decide("{waiting}", "{asker}"),
    "decline what oneself asked for": decide("{waiting}", "{asker}", "declined"),
    "approve points for oneself": decide("{waiting}", "{resident}"),
    "approve in nobody's name": decide("{waiting}", "NULL"),
    "decide without deciding": decide("{waiting}", "{second}", "requested"),
    "decide in an unknown way": decide("{waiting}", "{second}", "perhaps"),
    "raise the points while approving": decide("{waiting}", "{second}", more=", points = 5000"),
    "pass the points to somebody else while approving": decide(
        "{waiting}", "{second}", more=", resident_id = {second}"
    ),
    "change who asked while approving": decide("{waiting}", "{asker}", more=", requested_by_id = {second}"),
    "change the reason of a request": f"UPDATE {GRANT} SET reason = '别的说明' WHERE id = {{waiting}}",
    "change the points after the approval": f"UPDATE {GRANT} SET points = 51 WHERE id = {{agreed}}",
    "change the points after the payment": f"UPDATE {GRANT} SET points = 51 WHERE id = {{paid}}",
    "change the note after the decision": f"UPDATE {GRANT} SET decision_note = 'x' WHERE id = {{paid}}",
    "take an approval back": (
        f"UPDATE {GRANT} SET state = 'requested', decided_by_id = NULL, decided_at = NULL WHERE id = {{paid}}"
    ),
    "decide twice": decide("{paid}", "{second}", "declined"),
    "delete a request": f"DELETE FROM {GRANT} WHERE id = {{waiting}}",
    "delete a paid grant": f"DELETE FROM {GRANT} WHERE id = {{paid}}",
    "begin with an approval": insert_grant("approved", decided="{second}, '{now}'"),
    "begin with a decision of nobody": insert_grant("approved"),
    "ask for nothing": insert_grant(points="0"),
    "ask without a reason": insert_grant(reason="''"),
    "change a policy": f"UPDATE {POLICY} SET valid_from = '2020-01-01' WHERE id = {{policy}}",
    "delete a policy": f"DELETE FROM {POLICY}",
    "publish a second policy for a day": (
        f"INSERT INTO {POLICY} ({POLICY_COLUMNS}) SELECT {POLICY_COLUMNS} FROM {POLICY}"
    ),
}
FORBIDDEN_ON_POSTGRESQL = {f"truncate {table}": f"TRUNCATE {table} CASCADE" for table in (GRANT, POLICY)}
FORBIDDEN_ON_SQLITE = {
    "replace a grant": f"REPLACE INTO {GRANT} SELECT * FROM {GRANT} WHERE id = {{waiting}}",
    "replace a policy": f"REPLACE INTO {POLICY} SELECT * FROM {POLICY}",
    "replace the policy of a day": (
        f"REPLACE INTO {POLICY} ({POLICY_COLUMNS}) SELECT kind, key, '{{{{}}}}', valid_from, note,"
        f" published_at FROM {POLICY}"
    ),
}


def attempts():
    """The table for the engine of this lane."""
    own = FORBIDDEN_ON_POSTGRESQL if connection.vendor == "postgresql" else FORBIDDEN_ON_SQLITE
    return [pytest.param(sql, id=name) for name, sql in (FORBIDDEN | own).items()]


def everything():
    """All rows of the tables that are tried."""
    return [list(model.objects.order_by("pk").values()) for model in (Grant, Policy, Transfer, Account)]


@pytest.mark.parametrize("sql", attempts())
def test_the_database_refuses_to(world, sql):
    before = everything()

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        execute(sql.format(**world))

    # A forgotten column would be refused as well, and prove nothing.
    assert "not null" not in str(refusal.value).lower().replace("-", " ")
    assert everything() == before


def test_the_same_statements_work_where_they_are_allowed(world):
    """The table above refuses for its reasons, not because its SQL is wrong."""
    execute(pay("{agreed}").format(**world))
    execute(decide("{waiting}", "{second}").format(**world))
    execute(insert_grant().format(**world))
    execute(
        f"INSERT INTO {POLICY} ({POLICY_COLUMNS}) SELECT kind, key, \"values\", '2027-01-01', note,"
        f" published_at FROM {POLICY}"
    )

    account = Account.objects.get(pk=world["account"])
    assert (account.balance, account.sequence) == (100, world["step"] + 1)
    assert Grant.objects.get(pk=world["waiting"]).state == "approved"
