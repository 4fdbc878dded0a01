-- The short lists of the public site: who carries the hub, its history, voices, examples of work.
-- Nothing is thrown away: what leaves a list is marked, and can be put back.

create table site_member (
	hub_id text not null references hub (id),
	id text not null,
	place bigint not null,
	kind text not null check (kind in ('city', 'operator', 'facility', 'school', 'company', 'other')),
	name text not null,
	name_en text not null,
	role text not null,
	role_en text not null,
	does text not null,
	does_en text not null,
	duties text not null,
	url text not null,
	version bigint not null,
	made_by text not null,
	made_at text not null,
	removed_by text not null,
	removed_at text not null,
	primary key (hub_id, id)
);

create table site_history (
	hub_id text not null references hub (id),
	id text not null,
	place bigint not null,
	on_day text not null check (length(on_day) = 10),
	exact text not null check (exact in ('year', 'month', 'day')),
	text text not null,
	text_en text not null,
	version bigint not null,
	made_by text not null,
	made_at text not null,
	removed_by text not null,
	removed_at text not null,
	primary key (hub_id, id)
);

create table site_voice (
	hub_id text not null references hub (id),
	id text not null,
	place bigint not null,
	text text not null,
	text_en text not null,
	said_by text not null,
	said_by_en text not null,
	consent_on text not null, -- '' until the person agreed; it is not public before
	version bigint not null,
	made_by text not null,
	made_at text not null,
	removed_by text not null,
	removed_at text not null,
	primary key (hub_id, id)
);

create table site_example (
	hub_id text not null references hub (id),
	id text not null,
	place bigint not null,
	kind text not null,
	kind_en text not null,
	name text not null,
	name_en text not null,
	unit text not null,
	unit_en text not null,
	fee bigint not null check (fee > 0), -- yen, tax included
	minutes bigint not null check (minutes > 0),
	version bigint not null,
	made_by text not null,
	made_at text not null,
	removed_by text not null,
	removed_at text not null,
	primary key (hub_id, id)
);
