-- What a log costs at the least: one log, one transfer, one balance, durable. pgbench runs it as the anchor.
\set resident random(1, 10000)
BEGIN;
UPDATE anchor_balance SET points = points + 2 WHERE resident = :resident;
INSERT INTO anchor_log (resident, milligrams) VALUES (:resident, 150000);
INSERT INTO anchor_transfer (resident, points) VALUES (:resident, 2);
COMMIT;
