insert into counter (name, value) values ('document', 0);

-- What an account keeps with us for its own use, such as settings of players and lists of videos.
create table document (
  number bigint not null primary key,
  account bigint not null references account (number),
  kind text not null,
  body text not null,
  created_at bigint not null,
  updated_at bigint not null
);

create index document_of_account on document (account, kind, number);
