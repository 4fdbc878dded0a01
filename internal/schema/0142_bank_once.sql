-- A statement is in one waiting transfer at most. What was paid does not bar another one: a
-- paid statement that is corrected upwards is owed the difference.
drop index bank_transfer_once;
create unique index bank_transfer_once on bank_transfer (hub_id, statement_id) where state = 'waiting';
