-- Files that are too large for a column of their own table: kept in sealed parts, known
-- by an id and by the hash of their bytes. A file is whole once bytes is not negative.
create table blob (
	hub_id text not null,
	id text not null,
	media text not null,
	bytes bigint not null,
	sha256 text not null,
	made_at text not null,
	primary key (hub_id, id)
);
create index blob_by_age on blob (hub_id, bytes, made_at);

create table blob_part (
	hub_id text not null,
	blob_id text not null,
	no bigint not null,
	body_sealed text not null,
	primary key (hub_id, blob_id, no),
	foreign key (hub_id, blob_id) references blob (hub_id, id)
);
