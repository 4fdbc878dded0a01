-- The public site: pages, articles and news as versions that are never overwritten; pictures.

create table site_piece (
	hub_id text not null references hub (id),
	id text not null,
	kind text not null check (kind in ('page', 'news', 'article', 'case_study')),
	slug text not null,
	tags text not null,
	interview_on text not null,
	contact text not null,
	made_at text not null,
	primary key (hub_id, id),
	unique (hub_id, kind, slug)
);

create table site_version (
	hub_id text not null,
	piece_id text not null,
	lang text not null check (lang in ('ja', 'en')),
	no bigint not null,
	title text not null,
	body text not null,
	made_by text not null,
	made_at text not null,
	published_at text not null,
	primary key (hub_id, piece_id, lang, no),
	foreign key (hub_id, piece_id) references site_piece (hub_id, id)
);
create index site_version_published on site_version (hub_id, published_at);

create table site_picture (
	hub_id text not null references hub (id),
	id text not null,
	type text not null,
	body text not null,
	alt text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, id)
);
