-- People: one account each, roles in hubs as records, sessions, links.

create table person (
	id text not null primary key,
	name text not null,
	mail text not null,
	mail_key text not null,
	password text not null,
	lang text not null,
	scheme text not null,
	made_at text not null
);
create index person_by_mail on person (mail_key);

create table person_role (
	hub_id text not null references hub (id),
	id text not null,
	person_id text not null references person (id),
	role text not null,
	given_by text not null,
	given_at text not null,
	ended_by text not null,
	ended_at text not null,
	primary key (hub_id, id)
);
create index person_role_by_person on person_role (hub_id, person_id);

create table session (
	token_hash text not null primary key,
	id text not null unique,
	person_id text not null references person (id),
	agent text not null,
	made_at text not null,
	seen_at text not null,
	ended_at text not null
);
create index session_by_person on session (person_id);

create table sign_in_link (
	token_hash text not null primary key,
	mail_key text not null,
	made_at text not null,
	used_at text not null
);

create table sign_in_miss (
	mail_key text not null,
	at text not null
);
create index sign_in_miss_by_mail on sign_in_miss (mail_key, at);

create table invitation (
	hub_id text not null references hub (id),
	id text not null,
	token_hash text not null unique,
	name text not null,
	mail text not null,
	role text not null,
	made_by text not null,
	made_at text not null,
	used_at text not null,
	withdrawn_at text not null,
	primary key (hub_id, id)
);
