-- How often encoding a chunk has failed; runs that had to wait for something do not count.
alter table chunk add column failures integer not null default 0;
