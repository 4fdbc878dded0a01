-- Plans: what was proposed, by when orders would be ready, who could give how much. A plan
-- is a record; the next one does not change it. People decide: what they accept goes out
-- as offers, what they pin no plan moves.

create table dispatch_plan (
	hub_id text not null references hub (id),
	no bigint not null,
	state text not null check (state in ('waiting', 'ready', 'failed')),
	cause text not null check (cause in ('asked', 'changed', 'round')),
	seed bigint not null,
	inputs_hash text not null,
	figures text not null,
	made_by text not null,
	asked_at text not null,
	made_at text not null,
	sent_by text not null,
	sent_at text not null,
	primary key (hub_id, no)
);
create index dispatch_plan_by_state on dispatch_plan (hub_id, state, no);

create table dispatch_share (
	hub_id text not null,
	plan_no bigint not null,
	order_id text not null,
	lane bigint not null,
	pass bigint not null,
	worker_id text not null,
	units bigint not null check (units > 0),
	minutes bigint not null,
	first_on text not null,
	last_on text not null,
	why text not null,
	primary key (hub_id, plan_no, order_id, lane, pass, worker_id),
	foreign key (hub_id, plan_no) references dispatch_plan (hub_id, no),
	foreign key (hub_id, worker_id) references worker (hub_id, id)
);
create index dispatch_share_by_worker on dispatch_share (hub_id, worker_id, plan_no);

-- By when an order would be ready: the date staff and client see is the newest of these.
create table dispatch_outlook (
	hub_id text not null,
	plan_no bigint not null,
	order_id text not null,
	place bigint not null,
	promise_on text not null,
	ready_on text not null,
	slack bigint not null,
	missing bigint not null,
	people bigint not null,
	spells text not null,
	primary key (hub_id, plan_no, order_id),
	foreign key (hub_id, plan_no) references dispatch_plan (hub_id, no),
	foreign key (hub_id, order_id) references client_order (hub_id, id)
);

create table dispatch_load (
	hub_id text not null,
	plan_no bigint not null,
	worker_id text not null,
	week_minutes bigint not null,
	week_offered bigint not null,
	minutes bigint not null,
	offered bigint not null,
	fresh bigint not null check (fresh in (0, 1)),
	reasons text not null,
	primary key (hub_id, plan_no, worker_id),
	foreign key (hub_id, plan_no) references dispatch_plan (hub_id, no),
	foreign key (hub_id, worker_id) references worker (hub_id, id)
);
create index dispatch_load_by_worker on dispatch_load (hub_id, worker_id, plan_no);

-- What staff decided: this part of an order is for this person.
create table dispatch_pin (
	hub_id text not null,
	id text not null,
	order_id text not null,
	lane bigint not null,
	pass bigint not null,
	worker_id text not null,
	units bigint not null check (units > 0),
	made_by text not null,
	made_at text not null,
	ended_at text not null,
	primary key (hub_id, id),
	foreign key (hub_id, order_id) references client_order (hub_id, id),
	foreign key (hub_id, worker_id) references worker (hub_id, id)
);
create index dispatch_pin_open on dispatch_pin (hub_id, ended_at, order_id);

-- What went out to people. An offer ends; why it ended stands nowhere: a no, silence and a
-- change of the plan look the same (R-33).
create table dispatch_offer (
	hub_id text not null,
	id text not null,
	order_id text not null,
	lane bigint not null,
	pass bigint not null,
	worker_id text not null,
	units bigint not null check (units > 0),
	plan_no bigint not null,
	why text not null,
	made_at text not null,
	told_at text not null,
	answer_by text not null,
	closed_at text not null,
	primary key (hub_id, id),
	foreign key (hub_id, order_id) references client_order (hub_id, id),
	foreign key (hub_id, worker_id) references worker (hub_id, id)
);
create index dispatch_offer_open on dispatch_offer (hub_id, closed_at, order_id);
create index dispatch_offer_by_worker on dispatch_offer (hub_id, worker_id, made_at);

-- Orders staff have let go out: gaps in them are offered again at once, without asking.
create table dispatch_out (
	hub_id text not null,
	order_id text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, order_id),
	foreign key (hub_id, order_id) references client_order (hub_id, id)
);
