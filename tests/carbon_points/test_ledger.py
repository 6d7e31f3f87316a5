"""Nobody edits the ledger: every forbidden change is tried in raw SQL, and the database refuses it."""

import pytest
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import IntegrityError, connection, models, transaction
from django.db.utils import OperationalError

from carbon_points.database import constraints, triggers
from carbon_points.database.upkeep import guard_problems, the_ledger_is_guarded
from carbon_points.models import Account, ActionLog, Method, Seal, Transfer
from carbon_points.models.ledger import ISSUER_ID
from carbon_points.services import ledger
from carbon_points.services.logs import undo_log
from carbon_points.services.verification import verify
from tests.carbon_points.ledger_world import NOW, earning_of, execute, make_action, make_resident, record

LOG = "carbon_points_actionlog"
TRANSFER = "carbon_points_transfer"
ACCOUNT = "carbon_points_account"
LOG_COLUMNS = (
    "resident_id, action_id, method_id, quantity, done_on, evidence, tier, milligrams, low_mg, high_mg,"
    " points, request_key, created_at"
)
INSERT_LOG = f"INSERT INTO {LOG} ({LOG_COLUMNS})"
COLUMNS = "debit_id, credit_id, points, kind, source, reverses_id, debit_sequence, credit_sequence, at"


@pytest.fixture
def world(db):
    """Two residents; the first has three logs (the last one undone), the second one."""
    action = make_action()
    first, second = make_resident(), make_resident()
    logs = [record(first, action, 2), record(first, action), record(first, action)]
    undo = undo_log(resident=first, log_id=logs[2].pk, now=NOW)
    record(second, action)
    accounts = {owner: Account.objects.get(owner=owner) for owner in (first, second)}
    earned, other, undone = (earning_of(log) for log in logs)
    if connection.vendor == "postgresql":
        # Foreign keys are checked at the commit; until then TRUNCATE is refused for that reason.
        execute("SET CONSTRAINTS ALL IMMEDIATE")
    return {
        "issuer": ISSUER_ID,
        "action": action.pk,
        "method": action.methods.get().pk,
        "resident": first.pk,
        "second_resident": second.pk,
        "account": accounts[first].pk,
        "second": accounts[second].pk,
        "balance": accounts[first].balance,
        "step": accounts[first].sequence,
        "log": logs[0].pk,
        "undone_log": logs[2].pk,
        "undo": undo.pk,
        "earned": earned.pk,
        "other": other.pk,
        "undone": undone.pk,
        "reversal": undone.reversal.pk,
        "now": NOW.isoformat(),
    }


def insert_transfer(
    debit="{issuer}",
    credit="{account}",
    points="5",
    kind="writeoff",
    source="writeoff:1",
    reverses="NULL",
    debit_step="NULL",
    credit_step="{step} + 1",
):
    """SQL for one transfer, right but for what the case changes."""
    return (
        f"INSERT INTO {TRANSFER} ({COLUMNS}) VALUES ({debit}, {credit}, {points}, '{kind}', '{source}',"
        f" {reverses}, {debit_step}, {credit_step}, '{{now}}')"
    )


def reversal_of(transfer, **changes):
    """SQL for the reversal of one of the first resident's earnings."""
    values = {
        "debit": "{account}",
        "credit": "{issuer}",
        "points": "5",
        "kind": "reverse",
        "source": f"reverse:{transfer}",
        "reverses": transfer,
        "debit_step": "{step} + 1",
        "credit_step": "NULL",
    }
    return insert_transfer(**(values | changes))


def mirror_of(log, **changes):
    """SQL for the undo of a log."""
    names = [
        *("resident_id", "area_id", "action_id", "method_id", "quantity", "done_on", "evidence", "tier"),
        *("milligrams", "low_mg", "high_mg", "points"),
    ]
    negated = {"quantity", "milligrams", "low_mg", "high_mg", "points"}
    values = [changes.get(name, f"-{name}" if name in negated else name) for name in names]
    return (
        f"INSERT INTO {LOG} ({', '.join(names)}, request_key, reverses_id, created_at)"
        f" SELECT {', '.join(values)}, '', id, created_at FROM {LOG} WHERE id = {log}"
    )


FORBIDDEN = {
    "change the points of a transfer": f"UPDATE {TRANSFER} SET points = points + 1 WHERE id = {{earned}}",
    "change anything of a transfer to itself": f"UPDATE {TRANSFER} SET points = points WHERE id = {{earned}}",
    "change the source of a transfer": f"UPDATE {TRANSFER} SET source = 'earn:999' WHERE id = {{earned}}",
    "move a transfer elsewhere": f"UPDATE {TRANSFER} SET credit_id = {{second}} WHERE id = {{earned}}",
    "move a transfer to another day": (
        f"UPDATE {TRANSFER} SET at = '2020-01-01 00:00:00+00:00' WHERE id = {{earned}}"
    ),
    "delete a transfer": f"DELETE FROM {TRANSFER} WHERE id = {{earned}}",
    "delete all transfers": f"DELETE FROM {TRANSFER}",
    "raise a balance": f"UPDATE {ACCOUNT} SET balance = balance + 5 WHERE id = {{account}}",
    "lower a balance": f"UPDATE {ACCOUNT} SET balance = 0 WHERE id = {{account}}",
    "raise a balance together with its sequence": (
        f"UPDATE {ACCOUNT} SET balance = balance + 5, sequence = sequence + 1 WHERE id = {{account}}"
    ),
    "let an old transfer explain a balance again": (
        f"UPDATE {ACCOUNT} SET balance = balance + 10, sequence = sequence + 1,"
        " last_transfer_id = {earned} WHERE id = {account}"
    ),
    "play the last transfer twice": (
        f"UPDATE {ACCOUNT} SET balance = balance - 5, last_transfer_id = {{reversal}} WHERE id = {{account}}"
    ),
    "lower a sequence": f"UPDATE {ACCOUNT} SET sequence = sequence - 1 WHERE id = {{account}}",
    "name another transfer": f"UPDATE {ACCOUNT} SET last_transfer_id = {{earned}} WHERE id = {{account}}",
    "make the issuer's balance": f"UPDATE {ACCOUNT} SET balance = 5 WHERE id = {{issuer}}",
    "give an account to somebody else": (
        f"UPDATE {ACCOUNT} SET owner_id = {{second_resident}} WHERE id = {{account}}"
    ),
    "rename an account": f"UPDATE {ACCOUNT} SET code = 'resident:0:2026H2' WHERE id = {{account}}",
    "change the kind of an account": f"UPDATE {ACCOUNT} SET kind = 'merchant' WHERE id = {{account}}",
    "change the bucket of an account": f"UPDATE {ACCOUNT} SET bucket = '2030H1' WHERE id = {{account}}",
    "make an account the issuer": f"UPDATE {ACCOUNT} SET kind = 'issuer' WHERE id = {{account}}",
    "open an account at 5": (
        f"INSERT INTO {ACCOUNT} (code, kind, owner_id, bucket, balance, sequence, opened_at)"
        " VALUES ('resident:x', 'resident', {resident}, '2027H1', 5, 0, '{now}')"
    ),
    "open an account in the middle of its sequence": (
        f"INSERT INTO {ACCOUNT} (code, kind, owner_id, bucket, balance, sequence, opened_at)"
        " VALUES ('resident:x', 'resident', {resident}, '2027H1', 0, 1, '{now}')"
    ),
    "open a resident's account without resident": (
        f"INSERT INTO {ACCOUNT} (code, kind, bucket, balance, sequence, opened_at)"
        " VALUES ('resident:x', 'resident', '2027H1', 0, 0, '{now}')"
    ),
    "open an account of an unknown kind": (
        f"INSERT INTO {ACCOUNT} (code, kind, bucket, balance, sequence, opened_at)"
        " VALUES ('bank', 'bank', '', 0, 0, '{now}')"
    ),
    "open a second issuer": (
        f"INSERT INTO {ACCOUNT} (code, kind, bucket, balance, sequence, opened_at)"
        " VALUES ('issuer2', 'issuer', '', 0, 0, '{now}')"
    ),
    "delete an account with transfers": f"DELETE FROM {ACCOUNT} WHERE id = {{account}}",
    "delete the issuer": f"DELETE FROM {ACCOUNT} WHERE id = {{issuer}}",
    "move 0 points": insert_transfer(points="0"),
    "move -5 points": insert_transfer(points="-5"),
    "move more than a thousand million points": insert_transfer(points="1000000001"),
    "move points to oneself": insert_transfer(
        debit="{account}", debit_step="{step} + 1", credit_step="{step} + 2"
    ),
    "overdraw an account": insert_transfer(
        debit="{account}",
        credit="{issuer}",
        points="{balance} + 1",
        debit_step="{step} + 1",
        credit_step="NULL",
    ),
    "move points of an unknown kind": insert_transfer(kind="gift", source="gift:1"),
    "take the source of another transfer": insert_transfer(kind="earn", source="earn:{log}"),
    "take a source of another kind": insert_transfer(source="earn:1000000"),
    "skip a step": insert_transfer(credit_step="{step} + 2"),
    "take a step that is taken": insert_transfer(credit_step="{step}"),
    "leave the step out": insert_transfer(credit_step="NULL"),
    "give the issuer a step": insert_transfer(debit_step="1"),
    "reverse more than was earned": reversal_of("{other}", points="6"),
    "reverse less than was earned": reversal_of("{other}", points="4"),
    "reverse twice": reversal_of("{undone}"),
    "reverse a reversal": reversal_of(
        "{reversal}", debit="{issuer}", credit="{account}", debit_step="NULL", credit_step="{step} + 1"
    ),
    "reverse in the same direction": reversal_of(
        "{other}", debit="{issuer}", credit="{account}", debit_step="NULL", credit_step="{step} + 1"
    ),
    "reverse at the cost of somebody else": reversal_of("{other}", debit="{second}", debit_step="2"),
    "reverse what does not exist": reversal_of("999999"),
    "reverse nothing": insert_transfer(kind="reverse", source="reverse:1"),
    "reverse under another kind": reversal_of("{other}", kind="writeoff", source="writeoff:1"),
    "reverse under another source": reversal_of("{other}", source="reverse:999999"),
    "change the grams of a log": f"UPDATE {LOG} SET milligrams = milligrams + 1 WHERE id = {{log}}",
    "change the points of a log": f"UPDATE {LOG} SET points = points + 1 WHERE id = {{log}}",
    "give a log to somebody else": f"UPDATE {LOG} SET resident_id = {{second_resident}} WHERE id = {{log}}",
    "move a log in the feed": f"UPDATE {LOG} SET txid = txid + 1 WHERE id = {{log}}",
    "delete a log": f"DELETE FROM {LOG} WHERE id = {{log}}",
    "undo a log twice": mirror_of("{undone_log}"),
    "undo an undo": mirror_of("{undo}"),
    "undo more grams than were credited": mirror_of(
        "{log}", milligrams="-milligrams - 1", low_mg="-low_mg - 1"
    ),
    "undo a part of a log": mirror_of("{log}", quantity="-1"),
    "undo in the name of somebody else": mirror_of("{log}", resident_id="{second_resident}"),
    "undo on another day": mirror_of("{log}", done_on="'2026-11-22'"),
    "undo without negating": mirror_of(
        "{log}", quantity="quantity", milligrams="milligrams", points="points"
    ),
    "log a negative quantity": (
        INSERT_LOG + " VALUES ({resident}, {action}, {method}, -1, '2026-11-23', 'self',"
        " 'self_reported', 0, 0, 0, 0, 'k', '{now}')"
    ),
    "call a self-report metered": (
        INSERT_LOG + " VALUES ({resident}, {action}, {method}, 1, '2026-11-23', 'self',"
        " 'metered', 0, 0, 0, 0, 'k', '{now}')"
    ),
    "log twice under one key": (INSERT_LOG + f" SELECT {LOG_COLUMNS} FROM {LOG} WHERE id = {{log}}"),
    "change a published method": "UPDATE carbon_points_method SET net_g_per_unit = 1000 WHERE id = {method}",
    "delete a published method": "DELETE FROM carbon_points_method WHERE id = {method}",
}
FORBIDDEN_ON_POSTGRESQL = {
    f"truncate {table}": f"TRUNCATE {table} CASCADE"
    for table in (TRANSFER, ACCOUNT, LOG, "carbon_points_seal")
}
FORBIDDEN_ON_SQLITE = {
    "replace a transfer": (
        f"INSERT OR REPLACE INTO {TRANSFER} (id, {COLUMNS}) SELECT id, debit_id, credit_id, points, kind,"
        f" source, reverses_id, debit_sequence, {{step}} + 1, at FROM {TRANSFER} WHERE id = {{other}}"
    ),
    "replace a log": (
        f"REPLACE INTO {LOG} (id, {LOG_COLUMNS}) SELECT id, {LOG_COLUMNS} FROM {LOG} WHERE id = {{log}}"
    ),
    "replace an account": (
        f"REPLACE INTO {ACCOUNT} (id, code, kind, owner_id, bucket, balance, sequence, opened_at)"
        " VALUES ({account}, 'resident:x', 'resident', {second_resident}, '2026H2', 0, 0, '{now}')"
    ),
    "replace the issuer": (
        f"REPLACE INTO {ACCOUNT} (code, kind, bucket, balance, sequence, opened_at)"
        " VALUES ('issuer', 'issuer', '', 0, 0, '{now}')"
    ),
    "update or replace an account": f"UPDATE OR REPLACE {ACCOUNT} SET code = 'issuer' WHERE id = {{account}}",
    "replace a method": (
        "REPLACE INTO carbon_points_method SELECT * FROM carbon_points_method WHERE id = {method}"
    ),
}


def attempts():
    """The table for the engine of this lane."""
    own = FORBIDDEN_ON_POSTGRESQL if connection.vendor == "postgresql" else FORBIDDEN_ON_SQLITE
    return [pytest.param(sql, id=name) for name, sql in (FORBIDDEN | own).items()]


def everything():
    """All rows of the guarded tables."""
    return [
        list(model.objects.order_by("pk").values()) for model in (Account, Transfer, ActionLog, Method, Seal)
    ]


@pytest.mark.parametrize("sql", attempts())
def test_the_database_refuses_to(world, sql):
    before = everything()

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        execute(sql.format(**world).format(**world))

    # A forgotten column would be refused as well, and prove nothing.
    assert "not null" not in str(refusal.value).lower().replace("-", " ")
    assert everything() == before


def test_the_same_statements_work_where_they_are_allowed(world):
    """The table above refuses for its reasons, not because its SQL is wrong."""
    execute(insert_transfer().format(**world))
    execute(reversal_of("{other}", debit_step="{step} + 2").format(**world).format(**world))

    account = Account.objects.get(pk=world["account"])
    assert (account.balance, account.sequence) == (world["balance"], world["step"] + 2)

    execute(mirror_of("{log}").format(**world))
    assert ActionLog.objects.get(reverses=world["log"]).points == -10


def test_a_chain_of_seals_cannot_be_edited(world):
    seal = {"count": 0, "points": 0, "sealed_at": NOW}
    first = Seal.objects.create(
        day="2026-11-20", lines_hash="a" * 64, previous_hash="0" * 64, hash="b" * 64, **seal
    )
    for sql in (
        "UPDATE carbon_points_seal SET points = 9",
        "DELETE FROM carbon_points_seal",
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            execute(sql)
    for day, previous in (("2026-11-19", "b" * 64), ("2026-11-20", "b" * 64), ("2026-11-21", "c" * 64)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Seal.objects.create(day=day, lines_hash="d" * 64, previous_hash=previous, hash="e" * 64, **seal)

    assert list(Seal.objects.all()) == [first]


def test_the_models_name_the_honest_mistake(world):
    for row in (Transfer.objects.earliest("pk"), ActionLog.objects.earliest("pk")):
        with pytest.raises(TypeError, match="cannot be changed"):
            row.save()
        with pytest.raises(TypeError, match="cannot be deleted"):
            row.delete()


def test_a_failed_move_leaves_no_trace(world):
    account = Account.objects.get(pk=world["account"])
    before = everything()

    with pytest.raises(IntegrityError), transaction.atomic():
        ledger.move(debit=account, credit=None, points=10**6, kind="expire", source="expire:1", at=NOW)

    assert everything() == before
    assert verify().differences == []


def test_without_a_trigger_the_site_is_not_served(db):
    assert the_ledger_is_guarded(None, databases=["default"]) == []

    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TRIGGER ledger_transfer_after_insert"
            + (" ON carbon_points_transfer" if connection.vendor == "postgresql" else "")
        )

    errors = the_ledger_is_guarded(None, databases=["default"])
    assert [error.msg for error in errors] == ["trigger ledger_transfer_after_insert is missing"]
    assert [str(difference) for difference in verify().differences] == [
        "R10 guard: trigger ledger_transfer_after_insert is missing"
    ]


def test_a_trigger_that_was_weakened_is_found(db):
    name, table = "ledger_log_no_delete", LOG
    if connection.vendor == "postgresql":
        name = "ledger_log_append_only"
        execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
    else:
        execute(f"DROP TRIGGER {name}")
        execute(f"CREATE TRIGGER {name} BEFORE DELETE ON {table} BEGIN SELECT 1; END")

    assert guard_problems(connection) == [f"trigger {name} is not as installed by this version"]


@pytest.mark.postgres
def test_a_function_that_was_replaced_is_found(db):
    execute(
        "CREATE OR REPLACE FUNCTION ledger_open_account() RETURNS trigger LANGUAGE plpgsql AS"
        " $body$ BEGIN RETURN NEW; END $body$"
    )

    assert guard_problems(connection) == [
        "trigger ledger_account_before_insert is not as installed by this version"
    ]


@pytest.mark.postgres
def test_a_constraint_that_was_dropped_is_found(db):
    execute(f"ALTER TABLE {ACCOUNT} DROP CONSTRAINT account_never_negative")
    execute("DROP INDEX log_once_per_request_key")

    assert constraints.problems(connection) == [
        f"constraint account_never_negative is missing on {ACCOUNT}",
        f"constraint log_once_per_request_key is missing on {LOG}",
    ]


def migrate(change):
    """Run a schema change the way `migrate` does: with both of its signals around it."""
    emit_pre_migrate_signal(verbosity=0, interactive=False, db="default")
    with connection.schema_editor() as editor:
        change(editor)
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")


def alter_transfer(editor):
    """Make Transfer.source a little longer: SQLite copies the whole table for that."""
    old = Transfer._meta.get_field("source")
    new = models.CharField(max_length=61, unique=True)
    new.set_attributes_from_name("source")
    new.model = Transfer
    editor.alter_field(Transfer, old, new)


@pytest.mark.django_db(transaction=True)
def test_after_a_migration_an_earning_still_moves_the_balance():
    resident, action = make_resident(), make_action()
    record(resident, action)

    migrate(alter_transfer)
    record(resident, action)

    assert Account.objects.get(owner=resident).balance == 10
    assert guard_problems(connection) == []
    with pytest.raises(IntegrityError):
        execute(f"UPDATE {TRANSFER} SET points = 9")


@pytest.mark.django_db(transaction=True)
def test_without_the_signals_the_same_migration_harms_the_ledger_on_sqlite():
    """The negative control of the test above."""
    if connection.vendor == "postgresql":
        # PostgreSQL alters in place and keeps its triggers.
        with connection.schema_editor() as editor:
            alter_transfer(editor)
        assert guard_problems(connection) == []
        return
    with pytest.raises(OperationalError, match="trigger"), connection.schema_editor() as editor:
        alter_transfer(editor)


@pytest.mark.django_db(transaction=True)
def test_with_nothing_to_migrate_the_ledger_is_guarded_all_the_time(monkeypatch):
    """A log that is written by another process meanwhile must move its balance."""
    removed: list[object] = []
    monkeypatch.setattr(triggers, "remove", removed.append)

    call_command("migrate", verbosity=0)

    assert removed == []
    assert guard_problems(connection) == []


@pytest.mark.django_db(transaction=True)
def test_migrate_puts_lost_triggers_back():
    triggers.remove(connection)
    assert guard_problems(connection) != []

    call_command("migrate", verbosity=0)

    assert guard_problems(connection) == []
