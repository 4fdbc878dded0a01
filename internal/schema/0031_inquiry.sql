-- What people ask, and how it was answered: a thread of entries that are never overwritten.

create table inquiry (
	hub_id text not null references hub (id),
	id text not null,
	token_hash text not null,
	once_key text not null,
	category text not null check (category in ('work', 'order', 'space', 'migration', 'tour', 'other')),
	name text not null,
	mail text not null,
	phone text not null,
	lang text not null,
	first_words text not null,
	owner_id text not null,
	owner_name text not null,
	state text not null check (state in ('open', 'answered', 'closed')),
	due_at text not null,
	consent_version text not null,
	source text not null check (source in ('web', 'phone')),
	version bigint not null,
	made_at text not null,
	changed_at text not null,
	primary key (hub_id, id),
	unique (hub_id, once_key),
	unique (hub_id, token_hash)
);
create index inquiry_by_state on inquiry (hub_id, state, due_at);

create table inquiry_entry (
	hub_id text not null,
	inquiry_id text not null,
	no bigint not null,
	kind text not null check (kind in ('asked', 'answer', 'note', 'call', 'taken', 'closed', 'reopened')),
	actor text not null,
	body text not null,
	mail_id text not null,
	at text not null,
	primary key (hub_id, inquiry_id, no),
	foreign key (hub_id, inquiry_id) references inquiry (hub_id, id)
);
