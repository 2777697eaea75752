-- What a client says its whole file is, and what it was told at the end.

alter table upload add column sha256 text;

create table upload_answer (
  upload text not null primary key,
  fields text not null,
  body text not null
);
