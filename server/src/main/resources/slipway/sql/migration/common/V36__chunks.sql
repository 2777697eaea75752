-- The parts in which long videos are encoded, from the moment the work is cut up until it is joined.
create table chunk (
  video text not null,
  wave integer not null,
  number integer not null,
  progress double precision not null,
  done smallint not null,
  primary key (video, wave, number)
);
