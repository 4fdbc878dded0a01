-- Below how many people a public figure names no number: the hub's own choice.
alter table hub add column few bigint not null default 5 check (few between 3 and 10);
