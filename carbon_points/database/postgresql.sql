-- version: 3
-- What the ledger refuses, for PostgreSQL. ERRCODE 23514 (check violation), so that Django raises IntegrityError.

CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'ledger: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = '23514';
END
$body$;

CREATE OR REPLACE FUNCTION ledger_check_transfer() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    kept record;
    debit_step bigint;
    credit_step bigint;
BEGIN
    -- In key order, so that crossing transfers never wait for each other. The issuer is not kept and not locked.
    FOR kept IN
        SELECT id, sequence FROM carbon_points_account
        WHERE id IN (NEW.debit_id, NEW.credit_id) AND kind <> 'issuer'
        ORDER BY id FOR NO KEY UPDATE
    LOOP
        IF kept.id = NEW.debit_id THEN debit_step := kept.sequence + 1; END IF;
        IF kept.id = NEW.credit_id THEN credit_step := kept.sequence + 1; END IF;
    END LOOP;
    IF NEW.debit_sequence IS DISTINCT FROM debit_step OR NEW.credit_sequence IS DISTINCT FROM credit_step THEN
        RAISE EXCEPTION 'ledger: wrong sequence' USING ERRCODE = '23514';
    END IF;
    IF left(NEW.source, length(NEW.kind) + 1) <> NEW.kind || ':' THEN
        RAISE EXCEPTION 'ledger: a source begins with its kind' USING ERRCODE = '23514';
    END IF;
    IF NEW.kind = 'grant' AND NOT EXISTS (
        SELECT 1 FROM carbon_points_grant AS agreed
        WHERE NEW.source = 'grant:' || agreed.id
          AND agreed.state = 'approved'
          AND agreed.decided_by_id <> agreed.requested_by_id
          AND agreed.points = NEW.points
          AND agreed.resident_id = (
              SELECT owner_id FROM carbon_points_account WHERE id = NEW.credit_id AND kind = 'resident'
          )
          AND EXISTS (SELECT 1 FROM carbon_points_account WHERE id = NEW.debit_id AND kind = 'issuer')
    ) THEN
        RAISE EXCEPTION 'ledger: a grant needs two people who agreed on it' USING ERRCODE = '23514';
    END IF;
    IF NEW.reverses_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM carbon_points_transfer AS original
        WHERE original.id = NEW.reverses_id
          AND original.reverses_id IS NULL
          AND original.points = NEW.points
          AND original.debit_id = NEW.credit_id
          AND original.credit_id = NEW.debit_id
          AND NEW.source = 'reverse:' || original.id
    ) THEN
        RAISE EXCEPTION 'ledger: not the mirror of what it reverses' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END
$body$;

CREATE OR REPLACE FUNCTION ledger_move_balances() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    UPDATE carbon_points_account
    SET balance = balance - NEW.points, sequence = NEW.debit_sequence, last_transfer_id = NEW.id
    WHERE id = NEW.debit_id AND kind <> 'issuer';
    UPDATE carbon_points_account
    SET balance = balance + NEW.points, sequence = NEW.credit_sequence, last_transfer_id = NEW.id
    WHERE id = NEW.credit_id AND kind <> 'issuer';
    RETURN NULL;
END
$body$;

CREATE OR REPLACE FUNCTION ledger_open_account() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF NEW.balance <> 0 OR NEW.sequence <> 0 OR NEW.last_transfer_id IS NOT NULL THEN
        RAISE EXCEPTION 'ledger: an account opens empty' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END
$body$;

CREATE OR REPLACE FUNCTION ledger_explain_balance() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF (NEW.id, NEW.code, NEW.kind, NEW.owner_id, NEW.bucket, NEW.opened_at)
       IS DISTINCT FROM (OLD.id, OLD.code, OLD.kind, OLD.owner_id, OLD.bucket, OLD.opened_at) THEN
        RAISE EXCEPTION 'ledger: what an account is never changes' USING ERRCODE = '23514';
    END IF;
    IF NEW.sequence IS DISTINCT FROM OLD.sequence + 1 OR NOT EXISTS (
        SELECT 1 FROM carbon_points_transfer AS reason
        WHERE reason.id = NEW.last_transfer_id
          AND (
              (reason.debit_id = NEW.id AND reason.debit_sequence = NEW.sequence
               AND NEW.balance = OLD.balance - reason.points)
              OR (reason.credit_id = NEW.id AND reason.credit_sequence = NEW.sequence
                  AND NEW.balance = OLD.balance + reason.points)
          )
    ) THEN
        RAISE EXCEPTION 'ledger: no transfer explains this balance' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END
$body$;

CREATE OR REPLACE FUNCTION ledger_close_account() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF OLD.kind = 'issuer' OR OLD.sequence > 0 THEN
        RAISE EXCEPTION 'ledger: an account with transfers is never deleted' USING ERRCODE = '23514';
    END IF;
    RETURN OLD;
END
$body$;

CREATE OR REPLACE FUNCTION ledger_check_log() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM carbon_points_actionlog AS original
        WHERE original.id = NEW.reverses_id
          AND original.reverses_id IS NULL
          AND original.resident_id = NEW.resident_id
          AND original.area_id IS NOT DISTINCT FROM NEW.area_id
          AND original.action_id = NEW.action_id
          AND original.method_id = NEW.method_id
          AND original.done_on = NEW.done_on
          AND original.evidence = NEW.evidence
          AND original.quantity = -NEW.quantity
          AND original.milligrams = -NEW.milligrams
          AND original.low_mg = -NEW.low_mg
          AND original.high_mg = -NEW.high_mg
          AND original.points = -NEW.points
    ) THEN
        RAISE EXCEPTION 'ledger: not the mirror of the log it reverses' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END
$body$;

CREATE OR REPLACE FUNCTION ledger_check_seal() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF NEW.previous_hash IS DISTINCT FROM COALESCE(
        (SELECT hash FROM carbon_points_seal ORDER BY day DESC LIMIT 1), repeat('0', 64)
    ) OR EXISTS (SELECT 1 FROM carbon_points_seal WHERE day >= NEW.day) THEN
        RAISE EXCEPTION 'ledger: a seal follows the seal before it' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END
$body$;

CREATE OR REPLACE FUNCTION ledger_only_close() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF OLD.valid_to IS NOT NULL OR to_jsonb(NEW) - 'valid_to' IS DISTINCT FROM to_jsonb(OLD) - 'valid_to' THEN
        RAISE EXCEPTION 'ledger: a published % is only closed', TG_TABLE_NAME USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END
$body$;

CREATE OR REPLACE FUNCTION ledger_check_grant() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'requested' THEN
            RAISE EXCEPTION 'ledger: a grant begins as a request' USING ERRCODE = '23514';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state <> 'requested'
       OR to_jsonb(NEW) - ARRAY['state', 'decided_by_id', 'decided_at', 'decision_note']
          IS DISTINCT FROM to_jsonb(OLD) - ARRAY['state', 'decided_by_id', 'decided_at', 'decision_note'] THEN
        RAISE EXCEPTION 'ledger: a grant is only decided, once' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END
$body$;

CREATE TRIGGER ledger_transfer_before_insert BEFORE INSERT ON carbon_points_transfer
FOR EACH ROW EXECUTE FUNCTION ledger_check_transfer();
CREATE TRIGGER ledger_transfer_after_insert AFTER INSERT ON carbon_points_transfer
FOR EACH ROW EXECUTE FUNCTION ledger_move_balances();
CREATE TRIGGER ledger_transfer_append_only BEFORE UPDATE OR DELETE ON carbon_points_transfer
FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_transfer_no_truncate BEFORE TRUNCATE ON carbon_points_transfer
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

CREATE TRIGGER ledger_account_before_insert BEFORE INSERT ON carbon_points_account
FOR EACH ROW EXECUTE FUNCTION ledger_open_account();
CREATE TRIGGER ledger_account_before_update BEFORE UPDATE ON carbon_points_account
FOR EACH ROW EXECUTE FUNCTION ledger_explain_balance();
CREATE TRIGGER ledger_account_before_delete BEFORE DELETE ON carbon_points_account
FOR EACH ROW EXECUTE FUNCTION ledger_close_account();
CREATE TRIGGER ledger_account_no_truncate BEFORE TRUNCATE ON carbon_points_account
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

CREATE TRIGGER ledger_log_before_insert BEFORE INSERT ON carbon_points_actionlog
FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL) EXECUTE FUNCTION ledger_check_log();
CREATE TRIGGER ledger_log_append_only BEFORE UPDATE OR DELETE ON carbon_points_actionlog
FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_log_no_truncate BEFORE TRUNCATE ON carbon_points_actionlog
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

CREATE TRIGGER ledger_seal_before_insert BEFORE INSERT ON carbon_points_seal
FOR EACH ROW EXECUTE FUNCTION ledger_check_seal();
CREATE TRIGGER ledger_seal_append_only BEFORE UPDATE OR DELETE ON carbon_points_seal
FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_seal_no_truncate BEFORE TRUNCATE ON carbon_points_seal
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

CREATE TRIGGER ledger_factor_before_update BEFORE UPDATE ON carbon_points_factor
FOR EACH ROW EXECUTE FUNCTION ledger_only_close();
CREATE TRIGGER ledger_factor_no_delete BEFORE DELETE ON carbon_points_factor
FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_method_before_update BEFORE UPDATE ON carbon_points_method
FOR EACH ROW EXECUTE FUNCTION ledger_only_close();
CREATE TRIGGER ledger_method_no_delete BEFORE DELETE ON carbon_points_method
FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_policy_append_only BEFORE UPDATE OR DELETE ON carbon_points_policy
FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_policy_no_truncate BEFORE TRUNCATE ON carbon_points_policy
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_stockchange_append_only BEFORE UPDATE OR DELETE ON carbon_points_stockchange
FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_stockchange_no_truncate BEFORE TRUNCATE ON carbon_points_stockchange
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_voucherevent_append_only BEFORE UPDATE OR DELETE ON carbon_points_voucherevent
FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_voucherevent_no_truncate BEFORE TRUNCATE ON carbon_points_voucherevent
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_donation_append_only BEFORE UPDATE OR DELETE ON carbon_points_donation
FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_donation_no_truncate BEFORE TRUNCATE ON carbon_points_donation
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_settlement_append_only BEFORE UPDATE OR DELETE ON carbon_points_settlement
FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_settlement_no_truncate BEFORE TRUNCATE ON carbon_points_settlement
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_grant_checked BEFORE INSERT OR UPDATE ON carbon_points_grant
FOR EACH ROW EXECUTE FUNCTION ledger_check_grant();
CREATE TRIGGER ledger_grant_no_delete BEFORE DELETE ON carbon_points_grant
FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_grant_no_truncate BEFORE TRUNCATE ON carbon_points_grant
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_voucher_no_delete BEFORE DELETE ON carbon_points_voucher
FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
