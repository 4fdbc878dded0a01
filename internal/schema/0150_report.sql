-- Reports: what a fiscal year aims at, and figures as they were written down. Targets are
-- kept version by version; of a snapshot nothing is ever changed, what comes of it stands
-- beside it.

create table report_target (
	hub_id text not null references hub (id),
	fiscal_year bigint not null,
	version bigint not null check (version > 0),
	key text not null,
	n bigint not null check (n > 0),
	primary key (hub_id, fiscal_year, version, key)
);

-- Who set a version of a year's targets; the newest is the one that stands.
create table report_aim (
	hub_id text not null references hub (id),
	fiscal_year bigint not null,
	version bigint not null check (version > 0),
	made_by text not null,
	made_at text not null,
	primary key (hub_id, fiscal_year, version)
);

create table report_snapshot (
	hub_id text not null references hub (id),
	id text not null,
	no bigint not null check (no > 0),
	once_key text not null,
	title text not null,
	addressee text not null,
	on_day text not null,
	body text not null,
	hash text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, id),
	unique (hub_id, no),
	unique (hub_id, once_key)
);

create table report_step (
	hub_id text not null,
	snapshot_id text not null,
	no bigint not null check (no > 0),
	what text not null check (what in ('confirmed', 'submitted', 'published', 'withdrawn')),
	made_by text not null,
	made_at text not null,
	primary key (hub_id, snapshot_id, no),
	foreign key (hub_id, snapshot_id) references report_snapshot (hub_id, id)
);

-- Each time a snapshot was counted again, and what came out.
create table report_recount (
	hub_id text not null,
	snapshot_id text not null,
	no bigint not null check (no > 0),
	hash text not null,
	same bigint not null check (same in (0, 1)),
	made_by text not null,
	made_at text not null,
	primary key (hub_id, snapshot_id, no),
	foreign key (hub_id, snapshot_id) references report_snapshot (hub_id, id)
);

-- Figures of a past day are read by when something was recorded.
create index work_receipt_by_acceptance on work_receipt (hub_id, accepted_at);
create index order_quote_by_answer on order_quote (hub_id, state, answered_at);
create index applicant_by_made on applicant (hub_id, made_at);
