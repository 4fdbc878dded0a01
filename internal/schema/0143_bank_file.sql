-- How many payments of a file were new stands in the journal; nothing reads it here.
alter table bank_incoming_file drop column fresh;
