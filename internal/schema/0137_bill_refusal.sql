-- A request to give a claim up can be refused: then it is over, and another may be made.
alter table bill_give_up add column refused_by text not null default '';
alter table bill_give_up add column refused_at text not null default '';
drop index bill_give_up_open;
create unique index bill_give_up_open on bill_give_up (hub_id, invoice_id) where approved_at = '' and refused_at = '';
