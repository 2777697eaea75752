-- What lists and sums ask of a video (CF-32, CF-83, CF-91, CF-93): the kind of its failure, when it
-- is deleted by itself, its length in milliseconds once it is known, and what of its owner's
-- minutes it takes.
ALTER TABLE video ADD COLUMN failure TEXT;
ALTER TABLE video ADD COLUMN delete_at BIGINT;
ALTER TABLE video ADD COLUMN plays BIGINT;
ALTER TABLE video ADD COLUMN held BIGINT;
CREATE INDEX video_birth ON video (account, (created_at * 1000 + serial % 1000));
CREATE INDEX video_delete_at ON video (delete_at);
