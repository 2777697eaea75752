-- Keys that the house makes for itself and shares with no one, by what they are for.
create table house_secret (
  name text not null primary key,
  value text not null
);

-- What the server behind an import's URL wants as Authorization, until the file is here.
create table fetch_authorization (
  video text not null primary key,
  value text not null
);
