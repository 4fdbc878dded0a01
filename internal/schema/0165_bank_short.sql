-- What a client's bank took off a payment and the hub bears, so that the invoice is settled.
alter table bill_receipt add column fee_yen bigint not null default 0 check (fee_yen >= 0);
alter table bank_match add column fee_yen bigint not null default 0 check (fee_yen >= 0);
