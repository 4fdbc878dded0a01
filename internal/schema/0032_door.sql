-- The door: marks made on a tablet, counted once however often they are sent; and what people said afterwards.

create table door_mark (
	hub_id text not null,
	id text not null,
	seminar_id text not null,
	signup_id text not null,
	undoes text not null,
	kind text not null check (kind in ('in', 'undo')),
	adults bigint not null check (adults between 0 and 20),
	at text not null,
	made_by text not null,
	received_at text not null,
	primary key (hub_id, id),
	foreign key (hub_id, seminar_id) references seminar (hub_id, id)
);
create index door_mark_by_seminar on door_mark (hub_id, seminar_id, signup_id, at);

create table survey_answer (
	hub_id text not null,
	id text not null,
	seminar_id text not null,
	signup_id text not null,
	once_key text not null,
	clear bigint not null check (clear between 1 and 4),
	work text not null check (work in ('yes', 'maybe', 'no')),
	interview_wanted bigint not null check (interview_wanted in (0, 1)),
	care_wanted bigint not null check (care_wanted in (0, 1)),
	words text not null,
	contact text not null,
	made_at text not null,
	primary key (hub_id, id),
	unique (hub_id, once_key),
	foreign key (hub_id, seminar_id) references seminar (hub_id, id)
);
create index survey_answer_by_seminar on survey_answer (hub_id, seminar_id, made_at);
