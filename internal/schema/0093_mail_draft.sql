-- A mail that waits is kept as what it says; the text, the page and the ticket's picture
-- are made from it when it is sent, outside the write of the act, and stay as they were sent.
alter table mail_message add column draft text not null default '';
