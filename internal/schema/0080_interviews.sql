-- Interviews: applicants with their stages as records, slots and bookings, sheets, letters.
-- A sign-up may name the worker whose card brought the people.

alter table signup add column referred_by text not null default '';

-- One person who would like to work. stage is what the newest row of applicant_step says.
create table applicant (
	hub_id text not null references hub (id),
	id text not null,
	token_hash text not null,
	once_key text not null,
	name text not null,
	kana text not null,
	search_key text not null,
	mail text not null,
	phone text not null,
	lang text not null,
	source text not null check (source in ('signup', 'survey', 'inquiry', 'card', 'phone', 'web')),
	source_id text not null,
	referred_by text not null,
	wants text not null,
	consent_version text not null,
	stage text not null check (stage in ('new', 'invited', 'booked', 'interviewed', 'decided', 'registered', 'closed', 'erased')),
	stage_at text not null,
	outcome text not null check (outcome in ('', 'register', 'practise', 'later', 'other', 'decline')),
	next_step text not null,
	next_on text not null,
	reminded bigint not null,
	reminded_at text not null,
	later_on text not null,
	other_where text not null,
	worker_id text not null,
	alike text not null,
	sequence bigint not null,
	version bigint not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, id),
	check (next_on <> '' or stage in ('registered', 'closed', 'erased'))
);
create unique index applicant_by_token on applicant (hub_id, token_hash);
create unique index applicant_by_once on applicant (hub_id, once_key);
create index applicant_by_stage on applicant (hub_id, stage, next_on);
create index applicant_by_mail on applicant (hub_id, mail);
create index applicant_by_phone on applicant (hub_id, phone);
create index applicant_by_kana on applicant (hub_id, kana);
create index applicant_by_source on applicant (hub_id, source, source_id);

create table applicant_step (
	hub_id text not null,
	applicant_id text not null,
	no bigint not null,
	stage text not null,
	reason text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, applicant_id, no),
	foreign key (hub_id, applicant_id) references applicant (hub_id, id)
);

create table interview_slot (
	hub_id text not null references hub (id),
	id text not null,
	series_id text not null,
	starts_at text not null,
	ends_at text not null,
	kind text not null check (kind in ('room', 'video', 'phone')),
	place text not null,
	by_name text not null,
	state text not null check (state in ('open', 'closed', 'cancelled')),
	booking_id text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, id)
);
create index interview_slot_by_time on interview_slot (hub_id, starts_at);
create index interview_slot_by_series on interview_slot (hub_id, series_id);

create table interview_booking (
	hub_id text not null,
	id text not null,
	slot_id text not null,
	applicant_id text not null,
	way text not null check (way in ('room', 'video', 'phone')),
	child bigint not null check (child in (0, 1)),
	note text not null,
	state text not null check (state in ('booked', 'moved', 'cancelled', 'off', 'held', 'absent')),
	reminded_at text not null,
	told_on text not null,
	made_by text not null,
	made_at text not null,
	ended_at text not null,
	primary key (hub_id, id),
	foreign key (hub_id, slot_id) references interview_slot (hub_id, id),
	foreign key (hub_id, applicant_id) references applicant (hub_id, id)
);
-- A slot is never given twice, and nobody has two times at once: the database itself refuses it.
create unique index interview_booking_one_per_slot on interview_booking (hub_id, slot_id) where state in ('booked', 'held');
create unique index interview_booking_one_per_applicant on interview_booking (hub_id, applicant_id) where state = 'booked';
create index interview_booking_by_applicant on interview_booking (hub_id, applicant_id, made_at);

-- What was said. confided is sealed: the database alone does not tell it.
create table interview_sheet (
	hub_id text not null,
	applicant_id text not null,
	motives text not null,
	hours text not null,
	household text not null,
	computer text not null,
	network text not null,
	device text not null,
	skills text not null,
	trial text not null,
	trial_note text not null,
	impression text not null,
	note text not null,
	confided text not null,
	done bigint not null check (done in (0, 1)),
	version bigint not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, applicant_id),
	foreign key (hub_id, applicant_id) references applicant (hub_id, id)
);

-- Letters staff wrote: what they said word for word, also to people without mail.
create table applicant_letter (
	hub_id text not null,
	id text not null,
	applicant_id text not null,
	kind text not null,
	subject text not null,
	body text not null,
	mail_id text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, id),
	foreign key (hub_id, applicant_id) references applicant (hub_id, id)
);
create index applicant_letter_by_applicant on applicant_letter (hub_id, applicant_id, made_at);
