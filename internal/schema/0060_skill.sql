-- Skills: the hub's catalogue, what is known of each worker and from where, and what
-- each worker wants. worker_skill is what the evidence says now; it is worked out anew
-- whenever evidence comes in, so evidence rows are never overwritten.

create table skill (
	hub_id text not null references hub (id),
	id text not null,
	place bigint not null,
	name text not null,
	name_en text not null,
	level_1 text not null,
	level_2 text not null,
	level_3 text not null,
	level_1_en text not null,
	level_2_en text not null,
	level_3_en text not null,
	retired_at text not null,
	version bigint not null,
	made_at text not null,
	primary key (hub_id, id)
);

create table skill_evidence (
	hub_id text not null,
	id text not null,
	worker_id text not null,
	skill_id text not null,
	level bigint not null check (level between 1 and 3),
	source text not null check (source in ('declared', 'interview', 'test', 'work')),
	note text not null,
	on_day text not null,
	made_by text not null,
	made_at text not null,
	void_reason text not null,
	voided_at text not null,
	primary key (hub_id, id),
	foreign key (hub_id, worker_id) references worker (hub_id, id),
	foreign key (hub_id, skill_id) references skill (hub_id, id)
);
create index skill_evidence_by_worker on skill_evidence (hub_id, worker_id, skill_id, on_day);

create table worker_skill (
	hub_id text not null,
	worker_id text not null,
	skill_id text not null,
	level bigint not null check (level between 1 and 3),
	source text not null,
	since_on text not null,
	primary key (hub_id, worker_id, skill_id)
);
create index worker_skill_by_skill on worker_skill (hub_id, skill_id, level, worker_id);

-- Speed is measured by accepted work; nothing else writes here.
create table worker_speed (
	hub_id text not null,
	worker_id text not null,
	skill_id text not null,
	seconds_each bigint not null check (seconds_each > 0),
	pieces bigint not null check (pieces > 0),
	sure_percent bigint not null check (sure_percent between 0 and 100),
	measured_at text not null,
	primary key (hub_id, worker_id, skill_id)
);

create table worker_wish (
	hub_id text not null,
	worker_id text not null,
	place text not null check (place in ('home', 'hub', 'both')),
	devices text not null,
	week_cap bigint not null check (week_cap >= 0),
	month_cap bigint not null check (month_cap >= 0),
	note text not null,
	changed_by text not null,
	changed_at text not null,
	primary key (hub_id, worker_id),
	foreign key (hub_id, worker_id) references worker (hub_id, id)
);

create table worker_kind (
	hub_id text not null,
	worker_id text not null,
	skill_id text not null,
	want text not null check (want in ('yes', 'never')),
	primary key (hub_id, worker_id, skill_id)
);

-- How somebody is told things: mail or paper, when not, and what not.
create table worker_channel (
	hub_id text not null,
	worker_id text not null,
	channel text not null check (channel in ('mail', 'paper')),
	quiet_from text not null,
	quiet_to text not null,
	off text not null,
	changed_at text not null,
	primary key (hub_id, worker_id)
);

-- The yearly ceiling somebody has set for herself. No staff page reads it.
create table worker_ceiling (
	hub_id text not null,
	worker_id text not null,
	wall text not null,
	own_yen bigint not null check (own_yen >= 0),
	measure text not null check (measure in ('income', 'health')),
	expense_percent bigint not null check (expense_percent between 0 and 99),
	direct_percent bigint not null check (direct_percent between 0 and 99),
	home_minimum bigint not null,
	blue text not null,
	other_yen bigint not null,
	elsewhere_yen bigint not null,
	basis text not null check (basis in ('delivery', 'payment')),
	changed_at text not null,
	primary key (hub_id, worker_id)
);
