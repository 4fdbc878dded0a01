-- Seminars: series and their editions, sign-ups and the waiting list, flyers, mail to all.

create table seminar_series (
	hub_id text not null references hub (id),
	id text not null,
	name text not null,
	made_at text not null,
	primary key (hub_id, id)
);
create unique index seminar_series_by_name on seminar_series (hub_id, name);

-- One edition of a series. state is what the newest row of seminar_step says.
create table seminar (
	hub_id text not null references hub (id),
	id text not null,
	series_id text not null,
	no bigint not null check (no > 0),
	title text not null,
	title_en text not null,
	lead text not null,
	lead_en text not null,
	about text not null,
	points text not null,
	speakers text not null,
	bring text not null,
	starts_at text not null,
	ends_at text not null,
	doors_minutes bigint not null check (doors_minutes >= 0),
	place text not null,
	place_en text not null,
	online_url text not null,
	adults bigint not null check (adults > 0),
	children bigint not null check (children >= 0),
	care_until text not null,
	care_note text not null,
	target bigint not null check (target >= 0),
	state text not null check (state in ('draft','published','closed','cancelled')),
	published_at text not null,
	turn bigint not null,
	version bigint not null,
	made_at text not null,
	primary key (hub_id, id),
	foreign key (hub_id, series_id) references seminar_series (hub_id, id)
);
create unique index seminar_by_series on seminar (hub_id, series_id, no);
create index seminar_by_time on seminar (hub_id, starts_at);

create table seminar_step (
	hub_id text not null,
	id text not null,
	seminar_id text not null,
	state text not null check (state in ('draft','published','closed','cancelled')),
	reason text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, id),
	foreign key (hub_id, seminar_id) references seminar (hub_id, id)
);
create index seminar_step_by_seminar on seminar_step (hub_id, seminar_id, made_at);

-- Where a bundle of flyers went, so that sign-ups can be traced to it.
create table flyer_batch (
	hub_id text not null,
	id text not null,
	seminar_id text not null,
	code text not null,
	channel text not null check (channel in ('nursery','school','clinic','shop','newsletter','public','event','other')),
	place text not null,
	copies bigint not null check (copies >= 0),
	who text not null,
	on_date text not null,
	cost_yen bigint not null check (cost_yen >= 0),
	note text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, id),
	foreign key (hub_id, seminar_id) references seminar (hub_id, id)
);
create unique index flyer_batch_by_code on flyer_batch (hub_id, code);
create index flyer_batch_by_seminar on flyer_batch (hub_id, seminar_id, made_at);

-- What a printed flyer said; a reprint of the same version is made from this row.
create table flyer_version (
	hub_id text not null,
	seminar_id text not null,
	batch_id text not null,
	version text not null,
	lang text not null,
	content text not null,
	made_at text not null,
	primary key (hub_id, seminar_id, batch_id, version, lang),
	foreign key (hub_id, seminar_id) references seminar (hub_id, id)
);

-- One party. state is what the newest row of signup_step says; line is the order of arrival.
create table signup (
	hub_id text not null,
	id text not null,
	seminar_id text not null,
	line bigint not null,
	code text not null,
	token_hash text not null,
	once_key text not null,
	name text not null,
	kana text not null,
	search_key text not null,
	mail text not null,
	phone text not null,
	way text not null check (way in ('place','online')),
	adults bigint not null check (adults in (1, 2)),
	companion text not null,
	children bigint not null check (children >= 0),
	heard text not null,
	batch_id text not null,
	wishes text not null,
	interview_wanted bigint not null check (interview_wanted in (0, 1)),
	lang text not null,
	consent_version text not null,
	consent_at text not null,
	state text not null check (state in ('seat','waiting','offered','cancelled','lapsed')),
	state_at text not null,
	source text not null check (source in ('web','phone','door')),
	alike text not null,
	moved_from text not null,
	sequence bigint not null,
	reminded_for text not null,
	made_by text not null,
	created_at text not null,
	primary key (hub_id, id),
	foreign key (hub_id, seminar_id) references seminar (hub_id, id)
);
create unique index signup_by_token on signup (hub_id, token_hash);
create unique index signup_by_once on signup (hub_id, once_key);
create unique index signup_by_code on signup (hub_id, code);
create index signup_by_line on signup (hub_id, seminar_id, line);
create index signup_by_kana on signup (hub_id, seminar_id, kana, id);
create index signup_by_state on signup (hub_id, seminar_id, state, line);
create index signup_by_mail on signup (hub_id, mail);
create index signup_by_batch on signup (hub_id, batch_id);

create table signup_child (
	hub_id text not null,
	signup_id text not null,
	no bigint not null,
	months bigint not null check (months >= 0),
	primary key (hub_id, signup_id, no),
	foreign key (hub_id, signup_id) references signup (hub_id, id)
);

create table signup_step (
	hub_id text not null,
	id text not null,
	signup_id text not null,
	seminar_id text not null,
	state text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, id),
	foreign key (hub_id, signup_id) references signup (hub_id, id)
);
create index signup_step_by_signup on signup_step (hub_id, signup_id, made_at);

-- A freed seat, held for one party until it answers or the time is up.
create table waiting_offer (
	hub_id text not null,
	id text not null,
	signup_id text not null,
	seminar_id text not null,
	offered_at text not null,
	until_at text not null,
	answered_at text not null,
	answer text not null check (answer in ('','accepted','declined','lapsed','withdrawn')),
	primary key (hub_id, id),
	foreign key (hub_id, signup_id) references signup (hub_id, id)
);
create index waiting_offer_by_signup on waiting_offer (hub_id, signup_id, offered_at);

create table seminar_mail (
	hub_id text not null,
	id text not null,
	seminar_id text not null,
	once_key text not null,
	audience text not null check (audience in ('seat','all')),
	subject text not null,
	body text not null,
	people bigint not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, id),
	foreign key (hub_id, seminar_id) references seminar (hub_id, id)
);
create unique index seminar_mail_by_once on seminar_mail (hub_id, once_key);
