-- version: 3
-- What the ledger refuses, for SQLite. Messages begin with "ledger:"; Django sees an IntegrityError.
-- SQLite has no trigger depth, so a balance may change only as far as one transfer explains it.
-- INSERT OR REPLACE deletes rows without a delete trigger, so every insert asks whether it would replace one.

CREATE TRIGGER ledger_transfer_before_insert BEFORE INSERT ON carbon_points_transfer
BEGIN
    SELECT RAISE(ABORT, 'ledger: transfers are never replaced')
    WHERE EXISTS (
        SELECT 1 FROM carbon_points_transfer
        WHERE id = NEW.id OR source = NEW.source OR reverses_id = NEW.reverses_id
    );
    SELECT RAISE(ABORT, 'ledger: a source begins with its kind')
    WHERE substr(NEW.source, 1, length(NEW.kind) + 1) <> NEW.kind || ':';
    SELECT RAISE(ABORT, 'ledger: wrong debit sequence')
    WHERE NEW.debit_sequence IS NOT (
        SELECT sequence + 1 FROM carbon_points_account WHERE id = NEW.debit_id AND kind <> 'issuer'
    );
    SELECT RAISE(ABORT, 'ledger: wrong credit sequence')
    WHERE NEW.credit_sequence IS NOT (
        SELECT sequence + 1 FROM carbon_points_account WHERE id = NEW.credit_id AND kind <> 'issuer'
    );
    SELECT RAISE(ABORT, 'ledger: a grant needs two people who agreed on it')
    WHERE NEW.kind = 'grant' AND NOT EXISTS (
        SELECT 1 FROM carbon_points_grant AS agreed
        WHERE NEW.source = 'grant:' || agreed.id
          AND agreed.state = 'approved'
          AND agreed.decided_by_id <> agreed.requested_by_id
          AND agreed.points = NEW.points
          AND agreed.resident_id = (
              SELECT owner_id FROM carbon_points_account WHERE id = NEW.credit_id AND kind = 'resident'
          )
          AND EXISTS (SELECT 1 FROM carbon_points_account WHERE id = NEW.debit_id AND kind = 'issuer')
    );
    SELECT RAISE(ABORT, 'ledger: not the mirror of what it reverses')
    WHERE NEW.reverses_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM carbon_points_transfer AS original
        WHERE original.id = NEW.reverses_id
          AND original.reverses_id IS NULL
          AND original.points = NEW.points
          AND original.debit_id = NEW.credit_id
          AND original.credit_id = NEW.debit_id
          AND NEW.source = 'reverse:' || original.id
    );
END;

CREATE TRIGGER ledger_transfer_after_insert AFTER INSERT ON carbon_points_transfer
BEGIN
    UPDATE carbon_points_account
    SET balance = balance - NEW.points, sequence = NEW.debit_sequence, last_transfer_id = NEW.id
    WHERE id = NEW.debit_id AND kind <> 'issuer';
    UPDATE carbon_points_account
    SET balance = balance + NEW.points, sequence = NEW.credit_sequence, last_transfer_id = NEW.id
    WHERE id = NEW.credit_id AND kind <> 'issuer';
END;

CREATE TRIGGER ledger_transfer_no_update BEFORE UPDATE ON carbon_points_transfer
BEGIN
    SELECT RAISE(ABORT, 'ledger: transfers are never changed');
END;

CREATE TRIGGER ledger_transfer_no_delete BEFORE DELETE ON carbon_points_transfer
BEGIN
    SELECT RAISE(ABORT, 'ledger: transfers are never deleted');
END;

CREATE TRIGGER ledger_account_before_insert BEFORE INSERT ON carbon_points_account
BEGIN
    SELECT RAISE(ABORT, 'ledger: an account opens empty')
    WHERE NEW.balance <> 0 OR NEW.sequence <> 0 OR NEW.last_transfer_id IS NOT NULL;
    -- One with the same code is left to ON CONFLICT DO NOTHING; foreign keys keep one that has transfers.
    SELECT RAISE(ABORT, 'ledger: accounts are never replaced')
    WHERE EXISTS (SELECT 1 FROM carbon_points_account WHERE id = NEW.id)
       OR NEW.kind = 'issuer' AND EXISTS (SELECT 1 FROM carbon_points_account WHERE kind = 'issuer');
END;

CREATE TRIGGER ledger_account_before_update BEFORE UPDATE ON carbon_points_account
BEGIN
    SELECT RAISE(ABORT, 'ledger: what an account is never changes')
    WHERE NEW.id IS NOT OLD.id OR NEW.code IS NOT OLD.code OR NEW.kind IS NOT OLD.kind
       OR NEW.owner_id IS NOT OLD.owner_id OR NEW.bucket IS NOT OLD.bucket OR NEW.opened_at IS NOT OLD.opened_at;
    SELECT RAISE(ABORT, 'ledger: no transfer explains this balance')
    WHERE NEW.sequence IS NOT OLD.sequence + 1 OR NOT EXISTS (
        SELECT 1 FROM carbon_points_transfer AS reason
        WHERE reason.id = NEW.last_transfer_id
          AND (
              (reason.debit_id = NEW.id AND reason.debit_sequence = NEW.sequence
               AND NEW.balance = OLD.balance - reason.points)
              OR (reason.credit_id = NEW.id AND reason.credit_sequence = NEW.sequence
                  AND NEW.balance = OLD.balance + reason.points)
          )
    );
END;

CREATE TRIGGER ledger_account_no_delete BEFORE DELETE ON carbon_points_account
WHEN OLD.kind = 'issuer' OR OLD.sequence > 0
BEGIN
    SELECT RAISE(ABORT, 'ledger: an account with transfers is never deleted');
END;

CREATE TRIGGER ledger_log_before_insert BEFORE INSERT ON carbon_points_actionlog
BEGIN
    SELECT RAISE(ABORT, 'ledger: logs are never replaced')
    WHERE EXISTS (SELECT 1 FROM carbon_points_actionlog WHERE id = NEW.id OR reverses_id = NEW.reverses_id)
       OR NEW.reverses_id IS NULL AND EXISTS (
           SELECT 1 FROM carbon_points_actionlog
           WHERE resident_id = NEW.resident_id AND request_key = NEW.request_key AND reverses_id IS NULL
       );
    SELECT RAISE(ABORT, 'ledger: not the mirror of the log it reverses')
    WHERE NEW.reverses_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM carbon_points_actionlog AS original
        WHERE original.id = NEW.reverses_id
          AND original.reverses_id IS NULL
          AND original.resident_id = NEW.resident_id
          AND original.area_id IS NEW.area_id
          AND original.action_id = NEW.action_id
          AND original.method_id = NEW.method_id
          AND original.done_on = NEW.done_on
          AND original.evidence = NEW.evidence
          AND original.quantity = -NEW.quantity
          AND original.milligrams = -NEW.milligrams
          AND original.low_mg = -NEW.low_mg
          AND original.high_mg = -NEW.high_mg
          AND original.points = -NEW.points
    );
END;

CREATE TRIGGER ledger_log_no_update BEFORE UPDATE ON carbon_points_actionlog
BEGIN
    SELECT RAISE(ABORT, 'ledger: logs are never changed');
END;

CREATE TRIGGER ledger_log_no_delete BEFORE DELETE ON carbon_points_actionlog
BEGIN
    SELECT RAISE(ABORT, 'ledger: logs are never deleted');
END;

CREATE TRIGGER ledger_seal_before_insert BEFORE INSERT ON carbon_points_seal
BEGIN
    SELECT RAISE(ABORT, 'ledger: a seal follows the seal before it')
    WHERE NEW.previous_hash IS NOT COALESCE(
        (SELECT hash FROM carbon_points_seal ORDER BY day DESC LIMIT 1),
        '0000000000000000000000000000000000000000000000000000000000000000'
    ) OR EXISTS (SELECT 1 FROM carbon_points_seal WHERE day >= NEW.day OR id = NEW.id OR hash = NEW.hash);
END;

CREATE TRIGGER ledger_seal_no_update BEFORE UPDATE ON carbon_points_seal
BEGIN
    SELECT RAISE(ABORT, 'ledger: seals are never changed');
END;

CREATE TRIGGER ledger_seal_no_delete BEFORE DELETE ON carbon_points_seal
BEGIN
    SELECT RAISE(ABORT, 'ledger: seals are never deleted');
END;

CREATE TRIGGER ledger_factor_before_update BEFORE UPDATE ON carbon_points_factor
BEGIN
    SELECT RAISE(ABORT, 'ledger: a published factor is only closed')
    WHERE OLD.valid_to IS NOT NULL OR {factor_changed};
END;

CREATE TRIGGER ledger_factor_before_insert BEFORE INSERT ON carbon_points_factor
BEGIN
    SELECT RAISE(ABORT, 'ledger: a published factor is never replaced')
    WHERE EXISTS (SELECT 1 FROM carbon_points_factor WHERE id = NEW.id OR code = NEW.code);
END;

CREATE TRIGGER ledger_factor_no_delete BEFORE DELETE ON carbon_points_factor
BEGIN
    SELECT RAISE(ABORT, 'ledger: factors are never deleted');
END;

CREATE TRIGGER ledger_method_before_update BEFORE UPDATE ON carbon_points_method
BEGIN
    SELECT RAISE(ABORT, 'ledger: a published method is only closed')
    WHERE OLD.valid_to IS NOT NULL OR {method_changed};
END;

CREATE TRIGGER ledger_method_before_insert BEFORE INSERT ON carbon_points_method
BEGIN
    SELECT RAISE(ABORT, 'ledger: a published method is never replaced')
    WHERE EXISTS (SELECT 1 FROM carbon_points_method WHERE id = NEW.id OR action_id = NEW.action_id AND version = NEW.version);
END;

CREATE TRIGGER ledger_method_no_delete BEFORE DELETE ON carbon_points_method
BEGIN
    SELECT RAISE(ABORT, 'ledger: methods are never deleted');
END;

CREATE TRIGGER ledger_policy_no_update BEFORE UPDATE ON carbon_points_policy
BEGIN
    SELECT RAISE(ABORT, 'ledger: policies are never changed');
END;

CREATE TRIGGER ledger_policy_no_delete BEFORE DELETE ON carbon_points_policy
BEGIN
    SELECT RAISE(ABORT, 'ledger: policies are never deleted');
END;

CREATE TRIGGER ledger_policy_no_replace BEFORE INSERT ON carbon_points_policy
BEGIN
    SELECT RAISE(ABORT, 'ledger: policies are never replaced')
    WHERE EXISTS (
        SELECT 1 FROM carbon_points_policy
        WHERE id = NEW.id OR kind = NEW.kind AND key = NEW.key AND valid_from = NEW.valid_from
    );
END;

CREATE TRIGGER ledger_stockchange_no_update BEFORE UPDATE ON carbon_points_stockchange
BEGIN
    SELECT RAISE(ABORT, 'ledger: stock changes are never changed');
END;

CREATE TRIGGER ledger_stockchange_no_delete BEFORE DELETE ON carbon_points_stockchange
BEGIN
    SELECT RAISE(ABORT, 'ledger: stock changes are never deleted');
END;

CREATE TRIGGER ledger_stockchange_no_replace BEFORE INSERT ON carbon_points_stockchange
BEGIN
    SELECT RAISE(ABORT, 'ledger: stock changes are never replaced')
    WHERE EXISTS (SELECT 1 FROM carbon_points_stockchange WHERE id = NEW.id);
END;

CREATE TRIGGER ledger_voucherevent_no_update BEFORE UPDATE ON carbon_points_voucherevent
BEGIN
    SELECT RAISE(ABORT, 'ledger: events of vouchers are never changed');
END;

CREATE TRIGGER ledger_voucherevent_no_delete BEFORE DELETE ON carbon_points_voucherevent
BEGIN
    SELECT RAISE(ABORT, 'ledger: events of vouchers are never deleted');
END;

CREATE TRIGGER ledger_voucherevent_no_replace BEFORE INSERT ON carbon_points_voucherevent
BEGIN
    SELECT RAISE(ABORT, 'ledger: events of vouchers are never replaced')
    WHERE EXISTS (SELECT 1 FROM carbon_points_voucherevent WHERE id = NEW.id);
END;

CREATE TRIGGER ledger_donation_no_update BEFORE UPDATE ON carbon_points_donation
BEGIN
    SELECT RAISE(ABORT, 'ledger: donations are never changed');
END;

CREATE TRIGGER ledger_donation_no_delete BEFORE DELETE ON carbon_points_donation
BEGIN
    SELECT RAISE(ABORT, 'ledger: donations are never deleted');
END;

CREATE TRIGGER ledger_donation_no_replace BEFORE INSERT ON carbon_points_donation
BEGIN
    SELECT RAISE(ABORT, 'ledger: donations are never replaced')
    WHERE EXISTS (SELECT 1 FROM carbon_points_donation WHERE id = NEW.id);
END;

CREATE TRIGGER ledger_settlement_no_update BEFORE UPDATE ON carbon_points_settlement
BEGIN
    SELECT RAISE(ABORT, 'ledger: settlements are never changed');
END;

CREATE TRIGGER ledger_settlement_no_delete BEFORE DELETE ON carbon_points_settlement
BEGIN
    SELECT RAISE(ABORT, 'ledger: settlements are never deleted');
END;

CREATE TRIGGER ledger_settlement_no_replace BEFORE INSERT ON carbon_points_settlement
BEGIN
    SELECT RAISE(ABORT, 'ledger: settlements are never replaced')
    WHERE EXISTS (SELECT 1 FROM carbon_points_settlement WHERE id = NEW.id);
END;

CREATE TRIGGER ledger_grant_before_insert BEFORE INSERT ON carbon_points_grant
BEGIN
    SELECT RAISE(ABORT, 'ledger: a grant begins as a request')
    WHERE NEW.state <> 'requested'
       OR EXISTS (SELECT 1 FROM carbon_points_grant WHERE id = NEW.id OR request_key = NEW.request_key);
END;

CREATE TRIGGER ledger_grant_before_update BEFORE UPDATE ON carbon_points_grant
BEGIN
    SELECT RAISE(ABORT, 'ledger: a grant is only decided, once')
    WHERE OLD.state <> 'requested' OR {grant_changed};
END;

CREATE TRIGGER ledger_grant_no_delete BEFORE DELETE ON carbon_points_grant
BEGIN
    SELECT RAISE(ABORT, 'ledger: grants are never deleted');
END;

CREATE TRIGGER ledger_voucher_no_delete BEFORE DELETE ON carbon_points_voucher
BEGIN
    SELECT RAISE(ABORT, 'ledger: vouchers are never deleted');
END;

CREATE TRIGGER ledger_voucher_no_replace BEFORE INSERT ON carbon_points_voucher
BEGIN
    SELECT RAISE(ABORT, 'ledger: vouchers are never replaced')
    WHERE EXISTS (
        SELECT 1 FROM carbon_points_voucher
        WHERE id = NEW.id OR code_digest = NEW.code_digest OR escrow_id = NEW.escrow_id
    );
END;
