-- Free hours: what a worker gives in a usual week, in one week that differs, and the
-- days she takes off. Days are kept as times, "09:00-12:00,20:00-22:15".

create table free_usual (
	hub_id text not null,
	worker_id text not null,
	days text not null,
	changed_by text not null,
	changed_at text not null,
	primary key (hub_id, worker_id),
	foreign key (hub_id, worker_id) references worker (hub_id, id)
);

create table free_week (
	hub_id text not null,
	worker_id text not null,
	week_on text not null,
	days text not null,
	changed_by text not null,
	changed_at text not null,
	primary key (hub_id, worker_id, week_on),
	foreign key (hub_id, worker_id) references worker (hub_id, id)
);

create table free_off (
	hub_id text not null,
	worker_id text not null,
	on_day text not null,
	made_at text not null,
	primary key (hub_id, worker_id, on_day)
);

-- "Not today". Only skillsstore/absence.go may name this table, and yesterday's rows
-- are gone: who stayed away how often cannot be asked, because it is not known.
create table absence (
	hub_id text not null,
	worker_id text not null,
	on_day text not null,
	made_at text not null,
	primary key (hub_id, worker_id, on_day)
);

create table school (
	hub_id text not null references hub (id),
	id text not null,
	name text not null,
	name_en text not null,
	retired_at text not null,
	made_at text not null,
	primary key (hub_id, id)
);

create table school_break (
	hub_id text not null,
	id text not null,
	school_id text not null,
	name text not null,
	name_en text not null,
	from_on text not null,
	to_on text not null,
	withdrawn_at text not null,
	made_at text not null,
	primary key (hub_id, id),
	foreign key (hub_id, school_id) references school (hub_id, id)
);
create index school_break_by_school on school_break (hub_id, school_id, from_on);

create table worker_school (
	hub_id text not null,
	worker_id text not null,
	school_id text not null,
	rule text not null check (rule in ('off', 'evening')),
	primary key (hub_id, worker_id)
);
create index worker_school_by_school on worker_school (hub_id, school_id);

-- One worker's part of the sums, so that it can be taken out again.
create table free_part (
	hub_id text not null,
	worker_id text not null,
	usual_minutes bigint not null,
	part text not null,
	primary key (hub_id, worker_id)
);

-- The sums: week_on '' is the usual week, others are the difference from it. skill_id ''
-- counts each worker once.
create table free_sum (
	hub_id text not null,
	week_on text not null,
	skill_id text not null,
	level bigint not null,
	minutes bigint not null,
	people bigint not null,
	primary key (hub_id, week_on, skill_id, level)
);

create table free_round (
	hub_id text not null references hub (id),
	week_on text not null,
	asked bigint not null,
	made_at text not null,
	primary key (hub_id, week_on)
);
