-- What a ticket allows, what an account may store, and how much it stores. Times are milliseconds.

alter table upload add column max_bytes bigint;
alter table upload add column max_duration bigint;
alter table upload add column closes_at bigint;
-- a part whose bytes a finished whole has, too
alter table upload add column in_whole smallint not null default 0;

alter table account add column quota bigint;

-- bytes of the source, once it is here
alter table video add column size bigint;

update video set size = (
  select max(length) from upload where upload.video = video.id and upload.state = 'FINISHED');
