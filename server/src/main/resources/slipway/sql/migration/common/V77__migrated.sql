-- The ledger: which video of a library elsewhere is which of ours. Rows stay when the video goes.
create table migrated (
  account bigint not null references account (number),
  vendor text not null,
  library text not null,
  foreign_id text not null,
  video text not null unique,
  taken text not null,
  details text,
  at bigint not null,
  primary key (account, vendor, library, foreign_id)
);
