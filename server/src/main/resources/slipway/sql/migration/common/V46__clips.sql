-- The video that a clip was cut out of; its id stays when that one is deleted.
alter table video add column clip_of text;

create index video_clips on video (clip_of);
