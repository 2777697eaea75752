-- Tokens that are good for one use, until their time would have passed anyway.
create table used_token (
  id text not null primary key,
  until_at bigint not null
);
