-- How far a plan in the making is: which of its steps is being done.
alter table dispatch_plan add column step bigint not null default 0;
