-- What clients are told of a day before they ask for work, where a hub lets them: the
-- planner's answer to kind, volume and day wished for, and nothing of people or of others.

create table dispatch_setting (
	hub_id text not null primary key references hub (id),
	client_days bigint not null check (client_days in (0, 1)),
	made_by text not null,
	made_at text not null
);

-- Answers, kept by the facts they were worked out from: asked again, nothing is worked out.
create table dispatch_answer (
	hub_id text not null references hub (id),
	id text not null,
	facts text not null,
	kind_id text not null,
	volume bigint not null check (volume > 0),
	wanted_on text not null,
	promise_on text not null,
	likely_on text not null,
	last_on text not null,
	made_at text not null,
	primary key (hub_id, id),
	unique (hub_id, facts)
);
create index dispatch_answer_by_time on dispatch_answer (hub_id, made_at);

-- What the client of an order was told before it was asked for.
create table dispatch_told (
	hub_id text not null,
	order_id text not null,
	volume bigint not null,
	wanted_on text not null,
	promise_on text not null,
	likely_on text not null,
	last_on text not null,
	told_at text not null,
	primary key (hub_id, order_id),
	foreign key (hub_id, order_id) references client_order (hub_id, id)
);
