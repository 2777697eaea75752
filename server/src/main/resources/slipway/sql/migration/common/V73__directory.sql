insert into counter (name, value) values ('directory', 0);

-- In which an account's videos lie; a directory without a parent lies at the top.
create table directory (
  number bigint not null primary key,
  account bigint not null references account (number),
  name text not null,
  parent bigint references directory (number),
  created_at bigint not null,
  updated_at bigint not null
);

create index directory_of_account on directory (account, number);

alter table video add column directory bigint;

create index video_of_directory on video (directory);
