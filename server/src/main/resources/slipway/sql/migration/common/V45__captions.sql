insert into counter (name, value) values ('caption', 0);

create table caption (
  number bigint not null primary key,
  video text not null references video (id),
  language text not null,
  label text not null,
  kind text not null,
  origin text not null,
  blob text not null,
  size bigint not null,
  updated_at bigint not null
);

create index caption_of_video on caption (video, number);
