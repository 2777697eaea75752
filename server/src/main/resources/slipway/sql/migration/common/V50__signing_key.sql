-- Keys with which accounts sign rights to watch; the deleted ones stay, so that no id comes back.
create table signing_key (
  id text not null primary key,
  account bigint not null references account (number),
  name text not null,
  made_by text not null,
  algorithm text not null,
  public_key text not null unique,
  -- only of keys with which the house itself signs
  private_key text,
  disabled smallint not null,
  created_at bigint not null,
  deleted_at bigint,
  last_seen bigint
);

create index signing_key_of_account on signing_key (account, made_by);
