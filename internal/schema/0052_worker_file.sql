-- The registered worker's file. Each group of questions is a part; a correction is a new
-- row with the next number, so what stood there before can be told. Bodies are sealed.

create table worker_part (
	hub_id text not null,
	id text not null,
	worker_id text not null,
	part text not null,
	no bigint not null check (no > 0),
	body text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, id),
	unique (hub_id, worker_id, part, no),
	foreign key (hub_id, worker_id) references worker (hub_id, id)
);

-- What of the file is there, for lists: one row per worker and part.
create table worker_has (
	hub_id text not null,
	worker_id text not null,
	part text not null,
	no bigint not null,
	made_at text not null,
	primary key (hub_id, worker_id, part),
	foreign key (hub_id, worker_id) references worker (hub_id, id)
);

-- Texts people agreed to, by the hash of their bytes.
create table worker_text (
	hub_id text not null references hub (id),
	hash text not null,
	kind text not null,
	version text not null,
	lang text not null,
	body text not null,
	made_at text not null,
	primary key (hub_id, hash)
);

create table worker_consent (
	hub_id text not null,
	worker_id text not null,
	id text not null,
	kind text not null check (kind in ('privacy', 'contract', 'guardian')),
	hash text not null,
	version text not null,
	how text not null check (how in ('screen', 'paper', 'voice')),
	signed_as text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, id),
	foreign key (hub_id, worker_id) references worker (hub_id, id),
	foreign key (hub_id, hash) references worker_text (hub_id, hash)
);
create index worker_consent_by_worker on worker_consent (hub_id, worker_id, made_at);

create table worker_photo (
	hub_id text not null,
	id text not null,
	worker_id text not null,
	kind text not null,
	media text not null,
	body text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, id),
	foreign key (hub_id, worker_id) references worker (hub_id, id)
);
create index worker_photo_by_worker on worker_photo (hub_id, worker_id, made_at);

-- The yearly question whether the file is still right: who was asked, who answered.
create table worker_yearly (
	hub_id text not null,
	worker_id text not null,
	no bigint not null,
	asked_at text not null,
	answered_at text not null,
	answered_by text not null,
	primary key (hub_id, worker_id, no),
	foreign key (hub_id, worker_id) references worker (hub_id, id)
);

-- Until when something of a worker who left is kept; the row stays when it is erased.
create table worker_keep (
	hub_id text not null,
	worker_id text not null,
	kind text not null,
	until_on text not null,
	source text not null,
	erased_at text not null,
	primary key (hub_id, worker_id, kind),
	foreign key (hub_id, worker_id) references worker (hub_id, id)
);
create index worker_keep_by_day on worker_keep (hub_id, erased_at, until_on);

-- Prefecture and municipality by postcode, as an administrator loaded them.
create table postcode_place (
	hub_id text not null references hub (id),
	postcode text not null,
	no bigint not null,
	region text not null,
	town text not null,
	area text not null,
	primary key (hub_id, postcode, no)
);

create table postcode_table (
	hub_id text not null references hub (id),
	no bigint not null,
	as_of text not null,
	lines bigint not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, no)
);

-- Changes of state for a later day: a pause that begins or ends, an end after notice.
create table worker_plan (
	hub_id text not null,
	worker_id text not null,
	id text not null,
	state text not null check (state in ('registered', 'paused', 'left', 'hired')),
	on_date text not null,
	reason text not null,
	made_by text not null,
	made_at text not null,
	done_at text not null,
	primary key (hub_id, id),
	foreign key (hub_id, worker_id) references worker (hub_id, id)
);
create index worker_plan_by_day on worker_plan (hub_id, done_at, on_date);
create index worker_plan_by_worker on worker_plan (hub_id, worker_id, done_at);
