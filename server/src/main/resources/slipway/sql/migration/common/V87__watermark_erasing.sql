-- Which profile marks a video, so that the picture of a deleted one can go with the last of them.
alter table video add column watermark text;

update video set watermark = (
  select replace(watermark.id, '-', '') from watermark
  where watermark.account = video.account
    and video.body like '%"watermark":"' || replace(watermark.id, '-', '') || '"%'
  limit 1)
where body like '%"watermark":"%';

create index video_of_watermark on video (watermark);

-- Whether the picture of a deleted profile is gone.
alter table watermark add column erased smallint not null default 0;
