-- Up to which version a statement is paid, 0 none: what a later one added is open. Kept where
-- money moves and where a version is drawn up, so that what is open is read from an index.

alter table pay_statement add column settled bigint not null default 0;
update pay_statement set settled = coalesce((select max(v.version) from pay_version v where v.hub_id = pay_statement.hub_id and v.statement_id = pay_statement.id and v.transfer_yen <= pay_statement.paid_yen), 0);
create index pay_statement_open on pay_statement (hub_id, id) where settled < newest;
