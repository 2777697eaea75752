-- The shortest video that a ticket allows, in milliseconds (CF-80).
ALTER TABLE upload ADD COLUMN min_duration BIGINT;
