-- What a video's source is called on IPFS, to be found by it.
alter table video add column cid text;

create index video_by_cid on video (cid);

-- What a task of the kind EXPORT is to send where, and how far it is; 'asked' may hold the caller's
-- secrets and goes when they are needed no longer.
create table export_order (
  task text not null primary key references task (id),
  video text not null references video (id),
  target text not null,
  asked text,
  told text not null,
  sent bigint not null,
  request text,
  cid text,
  metadata_cid text
);

create index export_order_of_video on export_order (video);
