-- One text for SQLite and PostgreSQL. Times are Unix milliseconds, ids and JSON are text,
-- truths are 0 or 1.

create table counter (
  name text not null primary key,
  value bigint not null
);

insert into counter (name, value) values ('account', 0);
insert into counter (name, value) values ('video', 0);
insert into counter (name, value) values ('event', 0);

create table account (
  number bigint not null primary key,
  name text not null,
  user_id text not null unique,
  project_id text not null unique,
  account_id text not null unique,
  suspended smallint not null,
  created_at bigint not null
);

create table api_key (
  id text not null primary key,
  account bigint not null references account (number),
  name text not null,
  hash text not null unique,
  cors_origins text not null,
  cors_full_access smallint not null,
  created_at bigint not null
);

create index api_key_of_account on api_key (account);

create table video (
  id text not null primary key,
  serial bigint not null unique,
  playback_id text not null unique,
  account bigint not null references account (number),
  name text not null,
  phase text not null,
  creator text,
  source_kind text not null,
  source_url text,
  created_at bigint not null,
  updated_at bigint not null,
  deleted_at bigint,
  -- everything that is never searched for
  body text not null
);

create index video_of_account on video (account, updated_at);

create table task (
  id text not null primary key,
  account bigint not null references account (number),
  video text not null references video (id),
  kind text not null,
  state text not null,
  progress double precision not null,
  retries integer not null,
  error text,
  scheduled_at bigint,
  created_at bigint not null,
  updated_at bigint not null
);

create index task_of_video on task (video, created_at);
create index task_of_account on task (account, state);

create table upload (
  id text not null primary key,
  video text not null references video (id),
  account bigint not null references account (number),
  door text not null,
  ticket_hash text not null unique,
  ticket_expires_at bigint not null,
  state text not null,
  length bigint,
  byte_offset bigint not null,
  metadata text not null,
  created_at bigint not null,
  touched_at bigint not null,
  expires_at bigint not null
);

create index upload_of_video on upload (video);
create index upload_overdue on upload (state, expires_at);

create table rendition (
  video text not null references video (id),
  name text not null,
  form text not null,
  blob text not null,
  size bigint not null,
  primary key (video, name)
);

-- The outbox: written with the change it tells of, read by what delivers it.
create table event (
  sequence bigint not null primary key,
  id text not null unique,
  kind text not null,
  account bigint not null,
  video text not null,
  task text,
  at bigint not null,
  -- video and task as they were right after the change
  body text not null
);

create index event_of_video on event (video, sequence);
