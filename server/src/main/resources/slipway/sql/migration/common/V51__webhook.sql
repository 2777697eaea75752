create table webhook (
  id text not null primary key,
  account bigint not null references account (number),
  made_by text not null,
  created_at bigint not null,
  -- everything that is never searched for
  body text not null
);

create index webhook_of_account on webhook (account, created_at);

-- What has yet to be told.
create table delivery (
  id text not null primary key,
  webhook text not null,
  event text not null,
  name text not null,
  -- order of what happened
  sequence bigint not null,
  attempts integer not null,
  created_at bigint not null,
  due_at bigint not null
);

create index delivery_due on delivery (webhook, due_at);

-- How telling went.
create table webhook_attempt (
  id text not null primary key,
  webhook text not null,
  at bigint not null,
  body text not null
);

create index webhook_attempt_of on webhook_attempt (webhook, at);
create index webhook_attempt_age on webhook_attempt (at);
