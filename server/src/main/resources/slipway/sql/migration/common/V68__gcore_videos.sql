-- Lists by status tell a source that was no media from one that could not be processed, and are
-- read newest first.
alter table video add column inspected smallint not null default 0;

update video set inspected = 1 where body like '%"facts":{%';

create index video_newest on video (account, serial);
