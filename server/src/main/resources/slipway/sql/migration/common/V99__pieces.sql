-- What a finished chunk of the first wave holds: it is watched before its rung is joined.
alter table chunk add column rung text;
alter table chunk add column recipe text;
