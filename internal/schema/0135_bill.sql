-- What clients owe the hub: who writes the invoices, drafts and invoices with their lines,
-- credit notes, receipts, reminders, claims given up. An issued invoice is never changed:
-- what came of it stands beside it, and its sums are what stands beside it put together.

create table bill_issuer (
	hub_id text not null references hub (id),
	name text not null,
	address text not null,
	phone text not null,
	registration text not null,
	verified_on text not null,
	rounding text not null check (rounding in ('floor', 'nearest', 'ceil')),
	pay_to text not null,
	hour_yen bigint not null check (hour_yen >= 0),
	look_percent bigint not null check (look_percent between 0 and 100),
	version bigint not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id)
);

create table bill_invoice (
	hub_id text not null,
	id text not null,
	client_id text not null,
	kind text not null check (kind in ('qualified', 'plain', 'internal')),
	state text not null check (state in ('draft', 'issued', 'dropped')),
	fiscal_year bigint not null,
	number bigint not null check (number >= 0),
	from_on text not null,
	until_on text not null,
	issued_on text not null,
	due_on text not null,
	law_last_on text not null,
	to_name text not null,
	to_address text not null,
	to_contact text not null,
	to_mail text not null,
	budget_line text not null,
	budget_year bigint not null,
	issuer text not null,
	note text not null,
	net bigint not null,
	tax bigint not null,
	gross bigint not null,
	credited bigint not null check (credited >= 0),
	got bigint not null check (got >= 0),
	given_up bigint not null check (given_up >= 0),
	document_id text not null,
	version bigint not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, id),
	check (state <> 'issued' or credited + got + given_up <= gross),
	foreign key (hub_id, client_id) references client (hub_id, id)
);
create unique index bill_invoice_number on bill_invoice (hub_id, fiscal_year, number) where number > 0;
create index bill_invoice_by_client on bill_invoice (hub_id, client_id, state);
create index bill_invoice_by_due on bill_invoice (hub_id, state, due_on);

-- delivery_no 0: a line somebody added by hand.
create table bill_line (
	hub_id text not null,
	invoice_id text not null,
	no bigint not null,
	order_id text not null,
	order_no bigint not null,
	delivery_no bigint not null check (delivery_no >= 0),
	title text not null,
	unit text not null,
	po_number text not null,
	quantity bigint not null check (quantity > 0),
	price_sen bigint not null check (price_sen >= 0),
	amount bigint not null check (amount >= 0),
	class text not null check (class in ('standard', 'reduced_food', 'reduced_press', 'out_of_scope')),
	supplied_on text not null,
	accepted_on text not null,
	law_last_on text not null,
	credited bigint not null check (credited >= 0 and credited <= amount),
	primary key (hub_id, invoice_id, no),
	foreign key (hub_id, invoice_id) references bill_invoice (hub_id, id)
);
-- Each accepted delivery stands in one line, for ever.
create unique index bill_line_once on bill_line (hub_id, order_id, delivery_no) where delivery_no > 0;

-- over_yen is what was taken back after it had been paid: an advance of the client.
create table bill_credit (
	hub_id text not null,
	id text not null,
	invoice_id text not null,
	fiscal_year bigint not null,
	number bigint not null check (number > 0),
	on_day text not null,
	reason text not null,
	net bigint not null,
	tax bigint not null,
	gross bigint not null check (gross > 0),
	over_yen bigint not null check (over_yen >= 0 and over_yen <= gross),
	document_id text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, id),
	unique (hub_id, fiscal_year, number),
	foreign key (hub_id, invoice_id) references bill_invoice (hub_id, id)
);
create index bill_credit_by_invoice on bill_credit (hub_id, invoice_id, number);

create table bill_credit_line (
	hub_id text not null,
	credit_id text not null,
	line_no bigint not null,
	amount bigint not null check (amount > 0),
	primary key (hub_id, credit_id, line_no),
	foreign key (hub_id, credit_id) references bill_credit (hub_id, id)
);

-- Money that came in. over_yen is what went beyond the invoice: an advance of the client,
-- of which used_yen settled other invoices.
create table bill_receipt (
	hub_id text not null,
	id text not null,
	ref text not null,
	invoice_id text not null,
	client_id text not null,
	on_day text not null,
	amount bigint not null check (amount > 0),
	over_yen bigint not null check (over_yen >= 0 and over_yen <= amount),
	words text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, id),
	unique (hub_id, ref),
	foreign key (hub_id, invoice_id) references bill_invoice (hub_id, id)
);
create index bill_receipt_by_invoice on bill_receipt (hub_id, invoice_id, made_at);
create index bill_receipt_by_client on bill_receipt (hub_id, client_id, on_day);

-- An advance that settled an invoice.
create table bill_advance_use (
	hub_id text not null,
	id text not null,
	client_id text not null,
	invoice_id text not null,
	amount bigint not null check (amount > 0),
	made_by text not null,
	made_at text not null,
	primary key (hub_id, id),
	foreign key (hub_id, invoice_id) references bill_invoice (hub_id, id)
);
create index bill_advance_use_by_client on bill_advance_use (hub_id, client_id, made_at);

create table bill_reminder (
	hub_id text not null,
	invoice_id text not null,
	step bigint not null check (step in (1, 2)),
	sent_on text not null,
	mailed bigint not null check (mailed in (0, 1)),
	made_by text not null,
	made_at text not null,
	primary key (hub_id, invoice_id, step),
	foreign key (hub_id, invoice_id) references bill_invoice (hub_id, id)
);

-- A claim one person wants to give up and another decides on.
create table bill_give_up (
	hub_id text not null,
	id text not null,
	invoice_id text not null,
	amount bigint not null check (amount > 0),
	reason text not null,
	asked_by text not null,
	asked_person text not null,
	asked_at text not null,
	approved_by text not null,
	approved_at text not null,
	primary key (hub_id, id),
	foreign key (hub_id, invoice_id) references bill_invoice (hub_id, id)
);
create unique index bill_give_up_open on bill_give_up (hub_id, invoice_id) where approved_at = '';
