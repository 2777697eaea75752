-- Sound tracks that owners added to a video, beside what its own file brought.
create table sound (
  id text not null primary key,
  video text not null references video (id),
  label text not null,
  by_default smallint not null,
  state text not null,
  reason text,
  url text,
  size bigint not null,
  created_at bigint not null
);

create unique index sound_label on sound (video, label);
