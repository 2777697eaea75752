-- The set of qualities that an account's videos get when nobody says which.
create table quality_default (
  account bigint not null primary key references account (number),
  quality_set bigint not null
);
