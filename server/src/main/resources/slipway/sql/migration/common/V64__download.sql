-- What owners offer to be taken away whole.
create table download (
  video text not null references video (id),
  kind text not null,
  offered_at bigint not null,
  primary key (video, kind)
);
