-- Whom money goes to. The account and the registration number stand in the worker's file,
-- version by version; here stands who looked at them, and when.

-- A worker saw the account as the bank shows it and said that it is hers (R-78). The mark is
-- a signature of the account: whatever is changed in it no longer bears it.
create table payee_check (
	hub_id text not null,
	worker_id text not null,
	no bigint not null check (no > 0),
	version bigint not null,
	mark text not null,
	how text not null check (how in ('screen', 'paper', 'phone', 'desk')),
	made_by text not null,
	made_at text not null,
	primary key (hub_id, worker_id, no),
	foreign key (hub_id, worker_id) references worker (hub_id, id)
);

-- A registration number was looked up in the public register (R-64).
create table payee_lookup (
	hub_id text not null,
	worker_id text not null,
	no bigint not null check (no > 0),
	number text not null,
	found bigint not null check (found in (0, 1)),
	from_on text not null,
	until_on text not null,
	looked_on text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, worker_id, no),
	foreign key (hub_id, worker_id) references worker (hub_id, id)
);
