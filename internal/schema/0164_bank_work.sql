-- The making and the settling of a run, batch by batch: what a job goes on with.
create table bank_work (
	hub_id text not null,
	run_id text not null,
	no bigint not null check (no > 0),
	kind text not null check (kind in ('make', 'settle')),
	state text not null check (state in ('running', 'stuck', 'done')),
	-- Of a settling: what was said of each transfer, a letter each in the order of the file.
	said text not null,
	-- Of a making: the last statement that was looked at.
	after_no text not null,
	done bigint not null,
	total bigint not null,
	paid bigint not null,
	failed bigint not null,
	-- Why it is stuck.
	why text not null,
	made_person text not null,
	made_by text not null,
	made_at text not null,
	primary key (hub_id, run_id, no),
	foreign key (hub_id, run_id) references bank_run (hub_id, id)
);
create unique index bank_work_open on bank_work (hub_id, run_id) where state <> 'done';
create unique index bank_work_make on bank_work (hub_id) where kind = 'make' and state = 'running';

-- What is open is walked along by the statements' numbers.
create index pay_statement_open_no on pay_statement (hub_id, no) where settled < newest;
