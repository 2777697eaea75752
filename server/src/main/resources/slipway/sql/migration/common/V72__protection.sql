-- How accounts close what they deliver; an account without a row closes nothing.
create table protection (
  account bigint not null primary key references account (number),
  signed_only smallint not null,
  secret text,
  bound_to_address smallint not null,
  encrypted smallint not null,
  key_seed text,
  key_server text
);
