-- How long it takes to the hub, from where and by what; how large pictures are, so that a
-- page keeps its place while they load; who wants the hub's news by mail, and what was sent.

create table site_way (
	hub_id text not null references hub (id),
	id text not null,
	place bigint not null,
	origin text not null,
	origin_en text not null,
	means text not null,
	means_en text not null,
	minutes bigint not null check (minutes > 0),
	note text not null,
	note_en text not null,
	version bigint not null,
	made_by text not null,
	made_at text not null,
	removed_by text not null,
	removed_at text not null,
	primary key (hub_id, id)
);

-- 0 until somebody looks: a picture taken before is measured from its bytes.
alter table site_picture add column width bigint not null default 0;
alter table site_picture add column height bigint not null default 0;

-- One row for each time somebody asked for the news. Whoever leaves, or never confirms, has
-- no address here any more: what stays is when, and to which text, somebody agreed.
create table news_reader (
	hub_id text not null references hub (id),
	id text not null,
	mail text not null,
	lang text not null check (lang in ('ja', 'en')),
	state text not null check (state in ('asked', 'reads', 'left')),
	consent_version text not null,
	asked_at text not null,
	mailed_at text not null,
	joined_at text not null,
	left_at text not null,
	primary key (hub_id, id)
);
create index news_reader_by_mail on news_reader (hub_id, mail);
create index news_reader_by_state on news_reader (hub_id, state, id);

-- A piece of news that went to the readers: once. reached is the last reader it was written to.
create table news_mail (
	hub_id text not null,
	piece_id text not null,
	reached text not null,
	people bigint not null,
	done_at text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, piece_id),
	foreign key (hub_id, piece_id) references site_piece (hub_id, id)
);
