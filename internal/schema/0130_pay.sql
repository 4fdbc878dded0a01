-- Pay: months that are closed, statements of what a worker is paid, and her own book.

create table pay_month (
	hub_id text not null references hub (id),
	month text not null,
	state text not null check (state in ('open', 'closing', 'closed')),
	version bigint not null,
	done bigint not null,
	total bigint not null,
	primary key (hub_id, month)
);

create table pay_month_step (
	hub_id text not null,
	month text not null,
	no bigint not null,
	what text not null check (what in ('closing', 'closed', 'reopened')),
	reason text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, month, no),
	foreign key (hub_id, month) references pay_month (hub_id, month)
);

-- Who has said that this was all for a month.
create table pay_done (
	hub_id text not null,
	month text not null,
	worker_id text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, month, worker_id),
	foreign key (hub_id, worker_id) references worker (hub_id, id)
);

create table pay_statement (
	hub_id text not null,
	id text not null,
	month text not null,
	worker_id text not null,
	no text not null,
	newest bigint not null check (newest > 0),
	paid_yen bigint not null,
	paid_on text not null,
	failed text not null,
	made_at text not null,
	primary key (hub_id, id),
	unique (hub_id, month, worker_id),
	foreign key (hub_id, worker_id) references worker (hub_id, id)
);
create index pay_statement_by_worker on pay_statement (hub_id, worker_id, month);

-- Each version as it was told; the newest is the one that stands (R-61).
create table pay_version (
	hub_id text not null,
	statement_id text not null,
	version bigint not null,
	state text not null check (state in ('draft', 'sent', 'confirmed', 'deemed', 'locked')),
	reason text not null,
	number text not null,
	groups text not null,
	net_yen bigint not null,
	tax_yen bigint not null,
	gross_yen bigint not null,
	credit_yen bigint not null,
	base_yen bigint not null,
	withheld_yen bigint not null check (withheld_yen >= 0),
	transfer_yen bigint not null,
	due_on text not null,
	document_id text not null,
	sent_at text not null,
	answer_by text not null,
	confirmed_at text not null,
	confirmed_by text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, statement_id, version),
	check (net_yen + tax_yen = gross_yen),
	check (gross_yen - withheld_yen = transfer_yen),
	foreign key (hub_id, statement_id) references pay_statement (hub_id, id)
);
create index pay_version_by_state on pay_version (hub_id, state, answer_by);
create index pay_version_by_due on pay_version (hub_id, due_on);

-- Each accepted piece stands in exactly one line, for ever. version says which version of
-- the statement brought it. An amount is never below the order's fee (R-27).
create table pay_line (
	hub_id text not null,
	statement_id text not null,
	no bigint not null,
	version bigint not null,
	claim_id text not null,
	part bigint not null check (part >= 0),
	worker_id text not null,
	order_id text not null,
	piece_id text not null,
	title text not null,
	unit text not null,
	rows bigint not null,
	unit_fee_sen bigint not null,
	received_on text not null,
	accepted_on text not null,
	due_on text not null,
	agreed_yen bigint not null,
	amount_yen bigint not null,
	withhold bigint not null check (withhold in (0, 1)),
	primary key (hub_id, statement_id, no),
	check (amount_yen >= agreed_yen and amount_yen > 0),
	foreign key (hub_id, statement_id) references pay_statement (hub_id, id)
);
create unique index pay_line_once on pay_line (hub_id, claim_id, part);
create index pay_line_by_worker on pay_line (hub_id, worker_id, received_on);
create index pay_line_by_order on pay_line (hub_id, order_id);

-- What a later version says of a line: more than before, with the reason.
create table pay_change (
	hub_id text not null,
	statement_id text not null,
	line_no bigint not null,
	version bigint not null,
	amount_yen bigint not null,
	reason text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, statement_id, line_no, version),
	foreign key (hub_id, statement_id, line_no) references pay_line (hub_id, statement_id, no)
);

create table pay_payment (
	hub_id text not null,
	statement_id text not null,
	transfer text not null,
	state text not null check (state in ('paid', 'failed')),
	amount_yen bigint not null check (amount_yen >= 0),
	withheld_yen bigint not null,
	on_day text not null,
	reason text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, statement_id, transfer),
	foreign key (hub_id, statement_id) references pay_statement (hub_id, id)
);
create index pay_payment_by_day on pay_payment (hub_id, on_day, state);

create table pay_dispute (
	hub_id text not null,
	id text not null,
	statement_id text not null,
	worker_id text not null,
	line_no bigint not null,
	once_key text not null,
	words text not null,
	answer text not null,
	answered_by text not null,
	answered_at text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, id),
	unique (hub_id, once_key),
	foreign key (hub_id, statement_id) references pay_statement (hub_id, id)
);
create index pay_dispute_open on pay_dispute (hub_id, answered_at, made_at);
create index pay_dispute_by_statement on pay_dispute (hub_id, statement_id, made_at);

-- A worker's own book: what she spent. Nobody at the hub reads it.
create table pay_expense (
	hub_id text not null,
	id text not null,
	worker_id text not null,
	once_key text not null,
	on_day text not null,
	kind text not null,
	amount_yen bigint not null check (amount_yen > 0),
	note_sealed text not null,
	blob_id text not null,
	media text not null,
	made_at text not null,
	primary key (hub_id, id),
	unique (hub_id, once_key),
	foreign key (hub_id, worker_id) references worker (hub_id, id)
);
create index pay_expense_by_worker on pay_expense (hub_id, worker_id, on_day);
