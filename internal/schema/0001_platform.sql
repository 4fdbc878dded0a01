-- What every capability stands on: the journal, jobs, mail, files.
-- Instants are fixed-width UTC text, dates YYYY-MM-DD, ids UUIDv7 text, '' means none.

create table journal (
	hub_id text not null,
	seq bigint not null,
	at text not null,
	person_id text not null,
	actor text not null,
	kind text not null,
	about text not null,
	particulars text not null,
	hash text not null,
	primary key (hub_id, seq)
);
create index journal_by_about on journal (hub_id, about, seq);
create index journal_by_kind on journal (hub_id, kind, seq);

create table journal_head (
	hub_id text not null primary key,
	seq bigint not null,
	hash text not null
);

create table job (
	hub_id text not null,
	id text not null,
	kind text not null,
	args text not null,
	state text not null check (state in ('ready','running','done','dead')),
	run_at text not null,
	attempt bigint not null,
	lease_until text not null,
	unique_key text,
	last_error text not null,
	created_at text not null,
	ended_at text not null,
	primary key (hub_id, id)
);
create index job_due on job (state, run_at);
create unique index job_once on job (hub_id, unique_key);

create table mail_message (
	hub_id text not null,
	id text not null,
	kind text not null,
	about text not null,
	to_addr text not null,
	to_name text not null,
	lang text not null,
	subject text not null,
	text_body text not null,
	html_body text not null,
	ics_name text not null,
	ics_body text not null,
	png_body text not null,
	unsubscribe_url text not null,
	state text not null check (state in ('waiting','sent','failed')),
	tries bigint not null,
	last_error text not null,
	created_at text not null,
	sent_at text not null,
	primary key (hub_id, id)
);
create index mail_message_by_time on mail_message (hub_id, created_at);
create index mail_message_by_state on mail_message (hub_id, state, created_at);
create index mail_message_by_about on mail_message (hub_id, about);
