-- Receipts given for money that came in: one for each payment, once it was asked for, with a
-- number of its own that has no gaps.
create table bill_note (
	hub_id text not null,
	id text not null,
	receipt_id text not null,
	fiscal_year bigint not null,
	number bigint not null check (number > 0),
	issued_on text not null,
	document_id text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, id),
	unique (hub_id, receipt_id),
	unique (hub_id, fiscal_year, number),
	foreign key (hub_id, receipt_id) references bill_receipt (hub_id, id)
);
