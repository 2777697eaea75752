-- The how-manieth of its video's renditions to be done this one was: what is there before the others
-- decides where they are cut (MD-50). Those that are there already stay in the order of their names.
alter table rendition add column came integer;
update rendition set came = 0 where state = 'DONE';
