-- Among jobs that have waited long, the turns go by what their owners asked for.
ALTER TABLE job_quick ADD COLUMN wish SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE job_heavy ADD COLUMN wish SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE job_fetch ADD COLUMN wish SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE job_news ADD COLUMN wish SMALLINT NOT NULL DEFAULT 0;
CREATE INDEX job_heavy_wished ON job_heavy (picked, wish DESC, execution_time);
CREATE INDEX job_fetch_wished ON job_fetch (picked, wish DESC, execution_time);
