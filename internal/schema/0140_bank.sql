-- Money that leaves the hub's account and comes to it.

-- The hub's own account, version by version.
create table bank_profile (
	hub_id text not null references hub (id),
	no bigint not null check (no > 0),
	body_sealed text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, no)
);

-- A batch of transfers: one person makes it, another approves it.
create table bank_run (
	hub_id text not null references hub (id),
	id text not null,
	no bigint not null,
	once_key text not null,
	due_on text not null,
	pay_on text not null,
	state text not null check (state in ('prepared', 'approved', 'filed', 'done', 'dropped')),
	profile_no bigint not null,
	transfers bigint not null,
	sum_yen bigint not null,
	made_person text not null,
	made_by text not null,
	made_at text not null,
	approved_person text not null,
	approved_by text not null,
	approved_at text not null,
	filed_person text not null,
	filed_by text not null,
	filed_at text not null,
	times bigint not null,
	document_id text not null,
	sha256 text not null,
	bytes bigint not null,
	reason text not null,
	version bigint not null,
	primary key (hub_id, id),
	unique (hub_id, no),
	unique (hub_id, once_key),
	check (approved_person = '' or approved_person <> made_person)
);

-- One payment, frozen as it was prepared. A statement is in one living transfer at most.
create table bank_transfer (
	hub_id text not null,
	run_id text not null,
	no bigint not null,
	statement_id text not null,
	statement_no text not null,
	worker_id text not null,
	amount_yen bigint not null check (amount_yen > 0),
	mark text not null,
	record_sealed text not null,
	state text not null check (state in ('waiting', 'paid', 'failed', 'unsent')),
	reason text not null,
	settled_on text not null,
	settled_by text not null,
	settled_at text not null,
	primary key (hub_id, run_id, no),
	foreign key (hub_id, run_id) references bank_run (hub_id, id),
	foreign key (hub_id, worker_id) references worker (hub_id, id)
);
create unique index bank_transfer_once on bank_transfer (hub_id, statement_id) where state in ('waiting', 'paid');
create index bank_transfer_by_worker on bank_transfer (hub_id, worker_id, settled_at);
create index bank_transfer_by_state on bank_transfer (hub_id, state, settled_at);

-- Files of incoming money, by the hash of their bytes.
create table bank_incoming_file (
	hub_id text not null references hub (id),
	id text not null,
	name text not null,
	sha256 text not null,
	entries bigint not null,
	fresh bigint not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, id),
	unique (hub_id, sha256)
);

create table bank_incoming (
	hub_id text not null,
	id text not null,
	file_id text not null,
	mark text not null,
	on_date text not null,
	amount_yen bigint not null check (amount_yen > 0),
	left_yen bigint not null check (left_yen >= 0),
	payer_sealed text not null,
	ref text not null,
	state text not null check (state in ('open', 'matched', 'aside')),
	reason_sealed text not null,
	version bigint not null,
	primary key (hub_id, id),
	unique (hub_id, mark),
	foreign key (hub_id, file_id) references bank_incoming_file (hub_id, id)
);
create index bank_incoming_by_state on bank_incoming (hub_id, state, on_date);

-- What incoming money paid, as a person said.
create table bank_match (
	hub_id text not null,
	incoming_id text not null,
	no bigint not null,
	invoice_id text not null,
	invoice_no text not null,
	client_id text not null,
	amount_yen bigint not null check (amount_yen > 0),
	made_by text not null,
	made_at text not null,
	primary key (hub_id, incoming_id, no),
	foreign key (hub_id, incoming_id) references bank_incoming (hub_id, id)
);
