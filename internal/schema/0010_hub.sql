-- The hub: who it is, when it is open, what closes it at short notice.

create table hub (
	id text not null primary key,
	slug text not null unique,
	host text not null,
	name text not null,
	name_en text not null,
	kana text not null,
	sub text not null,
	sub_en text not null,
	operators text not null,
	operators_en text not null,
	postcode text not null,
	address text not null,
	address_en text not null,
	access text not null,
	access_en text not null,
	phone text not null,
	mail text not null,
	hue bigint not null check (hue >= 0 and hue < 360),
	open_holidays bigint not null check (open_holidays in (0, 1)),
	year_end_from text not null,
	year_end_to text not null,
	reply_days bigint not null,
	version bigint not null,
	opened_at text not null
);

create table hub_hours (
	hub_id text not null references hub (id),
	weekday bigint not null check (weekday >= 0 and weekday < 7),
	no bigint not null,
	opens text not null,
	closes text not null,
	primary key (hub_id, weekday, no)
);

create table hub_closure (
	hub_id text not null references hub (id),
	id text not null,
	from_on text not null,
	to_on text not null,
	opens text not null,
	closes text not null,
	reason text not null,
	reason_en text not null,
	made_by text not null,
	made_at text not null,
	withdrawn_by text not null,
	withdrawn_at text not null,
	primary key (hub_id, id)
);
create index hub_closure_by_day on hub_closure (hub_id, to_on);

-- The one-time link with which the first administrator opens a hub.
create table setup_link (
	token_hash text not null primary key,
	made_at text not null,
	used_at text not null
);
