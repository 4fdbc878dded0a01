-- Which document of the archive is a month's list of withheld tax, the newest last.
create table bank_withheld (
	hub_id text not null references hub (id),
	month text not null,
	no bigint not null check (no > 0),
	document_id text not null,
	sha256 text not null,
	made_at text not null,
	primary key (hub_id, month, no)
);
