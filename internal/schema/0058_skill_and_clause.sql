-- What an interview taught about somebody's skills: it becomes evidence when they register.
-- Applicants and skills stand in later steps of a new installation: no reference can name them here.

create table interview_skill (
	hub_id text not null,
	applicant_id text not null,
	skill_id text not null,
	level bigint not null check (level between 1 and 3),
	on_day text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, applicant_id, skill_id)
);

-- A hub's own clauses of the basic contract, beside those of the law: each change is a new
-- version, and what somebody signed stands in worker_text as she read it.
create table worker_clause (
	hub_id text not null references hub (id),
	no bigint not null check (no > 0),
	body text not null,
	body_en text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, no)
);
