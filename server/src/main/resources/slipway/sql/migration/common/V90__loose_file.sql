-- Files of the storage that no record names: not yet, or not any more. What a crash leaves is swept.
CREATE TABLE loose_file (
  file_key TEXT   NOT NULL PRIMARY KEY,
  since    BIGINT NOT NULL
);
CREATE INDEX loose_file_since ON loose_file (since);
