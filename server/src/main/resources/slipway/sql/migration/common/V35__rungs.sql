-- A rendition is known from the moment it is planned, with how far it is.
alter table rendition add column state text not null default 'DONE';
alter table rendition add column progress double precision not null default 1;
alter table rendition add column reason text;
alter table rendition add column width integer not null default 0;
alter table rendition add column height integer not null default 0;
alter table rendition add column fps double precision not null default 0;
alter table rendition add column bitrate bigint not null default 0;
alter table rendition add column codecs text not null default '';
alter table rendition add column duration bigint not null default 0;
