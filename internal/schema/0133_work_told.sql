-- What of a receipt stands in payment statements, kept where a line is drawn up: what is in
-- none yet is read from an index, however many receipts there have ever been (R-28).

alter table work_receipt add column told_yen bigint not null default 0;
update work_receipt set told_yen = coalesce((select sum(l.amount_yen) from pay_line l where l.hub_id = work_receipt.hub_id and l.claim_id = work_receipt.claim_id), 0);
create index work_receipt_untold on work_receipt (hub_id, due_on, received_on, claim_id) where told_yen < fee_yen + extra_yen;
