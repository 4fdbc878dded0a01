-- The hub's logo: one picture at most, under the sum of its bytes.

create table hub_logo (
	hub_id text not null references hub (id),
	sum text not null,
	type text not null,
	width bigint not null,
	height bigint not null,
	body text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id)
);
