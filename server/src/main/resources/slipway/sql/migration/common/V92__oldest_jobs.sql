-- What has waited longest has turns of its own in these lanes.
CREATE INDEX job_heavy_oldest ON job_heavy (picked, execution_time);
CREATE INDEX job_fetch_oldest ON job_fetch (picked, execution_time);
