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
