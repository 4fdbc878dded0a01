-- The first day on which anything was received, for the list of months.
create index work_receipt_by_day on work_receipt (hub_id, received_on);
