-- PostgreSQL indexes no text of more than about 2,700 bytes, and URLs may be longer. Who looks for a
-- URL knows the time, too.
DROP INDEX video_of_source;
CREATE INDEX video_source ON video (account, source_kind, created_at);
