-- Which document of the archive is a payee's yearly record, the newest last.
create table bank_record (
	hub_id text not null,
	year bigint not null,
	worker_id text not null,
	no bigint not null check (no > 0),
	document_id text not null,
	sha256 text not null,
	made_at text not null,
	primary key (hub_id, year, worker_id, no),
	foreign key (hub_id, worker_id) references worker (hub_id, id)
);
