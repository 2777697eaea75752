-- An import is looked for among those of the same URL (LP-73).
create index video_of_source on video (account, source_url) where source_url is not null;
