-- An upload may be a part of another one and then feeds no video, so its column "video" only names
-- the folder of its bytes. SQLite cannot drop a constraint; hence a new table.

create table upload_anew (
  id text not null primary key,
  video text not null,
  account bigint not null references account (number),
  door text not null,
  ticket_hash text not null unique,
  ticket_expires_at bigint not null,
  state text not null,
  length bigint,
  byte_offset bigint not null,
  metadata text not null,
  concat text not null,
  dialect text not null,
  ticketed smallint not null,
  claimed smallint not null,
  request_key text,
  request_print text,
  created_at bigint not null,
  touched_at bigint not null,
  expires_at bigint not null
);

insert into upload_anew
  (id, video, account, door, ticket_hash, ticket_expires_at, state, length, byte_offset, metadata,
   concat, dialect, ticketed, claimed, created_at, touched_at, expires_at)
select id, video, account, door, ticket_hash, ticket_expires_at, state, length, byte_offset,
  metadata, '', 'TUS', 1, 1, created_at, touched_at, expires_at
from upload;

drop table upload;
alter table upload_anew rename to upload;

create index upload_of_video on upload (video);
create index upload_overdue on upload (state, expires_at);
create index upload_of_account on upload (account, state);
create index upload_request on upload (request_key);

-- Which uploads are joined to a whole, in order; until the whole's file exists.
create table upload_part (
  whole text not null,
  place integer not null,
  part text not null,
  primary key (whole, place)
);

create index upload_part_of on upload_part (part);
