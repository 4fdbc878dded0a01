-- My data: what somebody asked to have told, and what they asked to have mended or erased.

-- One export. Its two files are sealed, for her alone, and gone after some days; the row stays.
create table mydata_export (
	hub_id text not null references hub (id),
	id text not null,
	person_id text not null,
	worker_id text not null,
	state text not null check (state in ('waiting', 'ready', 'gone')),
	asked_at text not null,
	ready_at text not null,
	ends_at text not null,
	taken_at text not null,
	json_sealed text not null,
	pdf_sealed text not null,
	primary key (hub_id, id)
);
create index mydata_export_by_person on mydata_export (hub_id, person_id, asked_at);
create index mydata_export_by_state on mydata_export (hub_id, state, ends_at);

-- held says that rows were held back from erasing until a later day.
create table mydata_request (
	hub_id text not null references hub (id),
	id text not null,
	once_key text not null,
	person_id text not null,
	worker_id text not null,
	kind text not null check (kind in ('correct', 'erase')),
	words_sealed text not null,
	state text not null check (state in ('open', 'done', 'refused', 'withdrawn')),
	due_on text not null,
	answer_sealed text not null,
	answered_by text not null,
	answered_at text not null,
	held bigint not null,
	made_by text not null,
	made_at text not null,
	version bigint not null,
	primary key (hub_id, id),
	unique (hub_id, once_key)
);
create index mydata_request_by_state on mydata_request (hub_id, state, due_on);
create index mydata_request_by_person on mydata_request (hub_id, person_id, made_at);
create index mydata_request_by_worker on mydata_request (hub_id, worker_id, made_at);

-- The sign-in links of one address, to be told and erased: not by walking through everybody's.
create index sign_in_link_by_mail on sign_in_link (mail_key);
