-- Addresses with secrets in them, such as signatures, from which files are fetched; until they are here.
create table fetch_address (
  video text not null primary key,
  url text not null
);

-- Whether what belongs to a video that came from elsewhere, such as its captions, came after it.
alter table migrated add column whole integer not null default 0;
