-- How long it takes to the hub, from where and by what; how large pictures are, so that a
-- page keeps its place while they load.

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
