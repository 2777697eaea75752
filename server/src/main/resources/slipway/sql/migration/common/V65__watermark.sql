-- Pictures that are burnt into videos; the deleted ones stay for those that carry them.
create table watermark (
  id text not null primary key,
  account bigint not null references account (number),
  name text not null,
  size bigint not null,
  width integer not null,
  height integer not null,
  opacity double precision not null,
  padding double precision not null,
  scale double precision not null,
  position text not null,
  downloaded_from text,
  created_at bigint not null,
  deleted_at bigint
);

create index watermark_of_account on watermark (account, created_at);
