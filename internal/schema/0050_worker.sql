-- Workers: who is registered at the hub. The state of a worker is what the newest row of
-- worker_step says; the row is a record and never overwritten.

create table worker (
	hub_id text not null references hub (id),
	id text not null,
	no bigint not null check (no > 0),
	person_id text not null,
	name text not null,
	kana text not null,
	search_key text not null,
	code_name text not null,
	mail text not null,
	phone text not null,
	lang text not null,
	state text not null check (state in ('registering', 'registered', 'paused', 'left', 'hired')),
	state_from text not null,
	referral_code text not null,
	referred_by text not null,
	version bigint not null,
	made_at text not null,
	primary key (hub_id, id)
);
create unique index worker_by_no on worker (hub_id, no);
create unique index worker_by_referral on worker (hub_id, referral_code);
create index worker_by_person on worker (hub_id, person_id);
create index worker_by_state on worker (hub_id, state, kana, id);
create index worker_by_referrer on worker (hub_id, referred_by);

create table worker_step (
	hub_id text not null,
	worker_id text not null,
	no bigint not null,
	state text not null check (state in ('registering', 'registered', 'paused', 'left', 'hired')),
	from_on text not null,
	reason text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, worker_id, no),
	foreign key (hub_id, worker_id) references worker (hub_id, id)
);
create index worker_step_by_day on worker_step (hub_id, from_on);
