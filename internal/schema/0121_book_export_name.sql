-- The name an archive was searched by, as typed: the documents of one client between two days.

alter table book_export add column name text not null default '';
