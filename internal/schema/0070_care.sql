-- Care: what workers ask to be considered, what people complain of, what they think.
-- Words are sealed: whoever reads the database reads none of them.

-- Who may read them. A handler is named and un-named; the rows stay.
create table care_handler (
	hub_id text not null references hub (id),
	id text not null,
	person_id text not null,
	name text not null,
	named_by text not null,
	named_at text not null,
	ended_by text not null,
	ended_at text not null,
	primary key (hub_id, id)
);
create index care_handler_by_person on care_handler (hub_id, person_id);

create table care_request (
	hub_id text not null,
	id text not null,
	worker_id text not null,
	once_key text not null,
	kind text not null check (kind in ('deadline', 'volume', 'hours', 'place', 'other')),
	words_sealed text not null,
	state text not null check (state in ('open', 'granted', 'partly', 'refused', 'withdrawn')),
	answer_sealed text not null,
	from_on text not null,
	to_on text not null,
	answered_by text not null,
	answered_at text not null,
	made_by text not null,
	made_at text not null,
	version bigint not null,
	primary key (hub_id, id),
	unique (hub_id, once_key),
	foreign key (hub_id, worker_id) references worker (hub_id, id)
);
create index care_request_by_worker on care_request (hub_id, worker_id, made_at);
create index care_request_by_state on care_request (hub_id, state, made_at);

create table care_case (
	hub_id text not null references hub (id),
	id text not null,
	no bigint not null,
	token_hash text not null,
	once_key text not null,
	kind text not null check (kind in ('complaint', 'harassment', 'client', 'report')),
	worker_id text not null,
	source text not null check (source in ('worker', 'visitor', 'phone')),
	name_sealed text not null,
	contact_sealed text not null,
	state text not null check (state in ('received', 'looking', 'acted', 'closed')),
	outcome text not null check (outcome in ('', 'confirmed', 'partly', 'not_confirmed', 'settled', 'withdrawn')),
	protected_until text not null,
	made_by text not null,
	made_at text not null,
	changed_at text not null,
	version bigint not null,
	primary key (hub_id, id),
	unique (hub_id, no),
	unique (hub_id, once_key),
	unique (hub_id, token_hash)
);
create index care_case_by_state on care_case (hub_id, state, made_at);
create index care_case_by_worker on care_case (hub_id, worker_id, made_at);

-- Who must not read a case: whoever it is about.
create table care_case_shut (
	hub_id text not null,
	case_id text not null,
	person_id text not null,
	primary key (hub_id, case_id, person_id),
	foreign key (hub_id, case_id) references care_case (hub_id, id)
);

create table care_entry (
	hub_id text not null,
	case_id text not null,
	no bigint not null,
	kind text not null check (kind in ('said', 'reply', 'note', 'step', 'measure', 'outcome')),
	actor text not null,
	body_sealed text not null,
	at text not null,
	primary key (hub_id, case_id, no),
	foreign key (hub_id, case_id) references care_case (hub_id, id)
);

create table care_voice (
	hub_id text not null,
	id text not null,
	worker_id text not null,
	once_key text not null,
	body text not null,
	signed_as text not null,
	consent_version text not null,
	consent_at text not null,
	state text not null check (state in ('offered', 'public', 'declined', 'withdrawn')),
	decided_by text not null,
	decided_at text not null,
	made_at text not null,
	primary key (hub_id, id),
	unique (hub_id, once_key),
	foreign key (hub_id, worker_id) references worker (hub_id, id)
);
create index care_voice_by_state on care_voice (hub_id, state, made_at);
create index care_voice_by_worker on care_voice (hub_id, worker_id, made_at);

create table care_survey (
	hub_id text not null references hub (id),
	id text not null,
	title text not null,
	lead text not null,
	named bigint not null check (named in (0, 1)),
	state text not null check (state in ('draft', 'open', 'closed')),
	closes_on text not null,
	made_by text not null,
	made_at text not null,
	sent_at text not null,
	version bigint not null,
	primary key (hub_id, id)
);

create table care_question (
	hub_id text not null,
	survey_id text not null,
	no bigint not null,
	kind text not null check (kind in ('scale', 'choice', 'text')),
	label text not null,
	choices text not null,
	primary key (hub_id, survey_id, no),
	foreign key (hub_id, survey_id) references care_survey (hub_id, id)
);

-- Who was asked, and whether they answered; an anonymous answer is not joined to it.
create table care_asked (
	hub_id text not null,
	survey_id text not null,
	worker_id text not null,
	token_hash text not null,
	answered bigint not null check (answered in (0, 1)),
	primary key (hub_id, survey_id, worker_id),
	unique (hub_id, token_hash),
	foreign key (hub_id, survey_id) references care_survey (hub_id, id)
);

create table care_answer (
	hub_id text not null,
	survey_id text not null,
	sheet text not null,
	question_no bigint not null,
	worker_id text not null,
	value text not null,
	primary key (hub_id, survey_id, sheet, question_no),
	foreign key (hub_id, survey_id, question_no) references care_question (hub_id, survey_id, no)
);
