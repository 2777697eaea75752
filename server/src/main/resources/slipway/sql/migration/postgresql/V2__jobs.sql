-- The two lanes of the job queue. Columns up to "priority" belong to db-scheduler and carry its
-- names; times are milliseconds (see slipway.jobs), the rest is ours.
CREATE TABLE job_quick (
  task_name            TEXT     NOT NULL,
  task_instance        TEXT     NOT NULL,
  task_data            BYTEA,
  execution_time       BIGINT   NOT NULL,
  picked               BOOLEAN  NOT NULL,
  picked_by            TEXT,
  last_success         BIGINT,
  last_failure         BIGINT,
  consecutive_failures INTEGER,
  last_heartbeat       BIGINT,
  version              BIGINT   NOT NULL,
  priority             SMALLINT NOT NULL DEFAULT 0,
  -- how often the work was asked for; an ask during a run makes it run once more
  asked                BIGINT   NOT NULL DEFAULT 1,
  -- how many runs have ended without finishing the work
  attempts             INTEGER  NOT NULL DEFAULT 0,
  -- how many of them, in a row, failed in a way nobody foresaw
  failures             INTEGER  NOT NULL DEFAULT 0,
  -- how many, in a row, ended because the process vanished
  lost                 INTEGER  NOT NULL DEFAULT 0,
  -- why the last run did not finish
  last_reason          TEXT,
  created_at           BIGINT   NOT NULL,
  running_since        BIGINT,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX job_quick_due ON job_quick (picked, priority DESC, execution_time);
CREATE INDEX job_quick_heartbeat ON job_quick (picked, last_heartbeat);

CREATE TABLE job_heavy (
  task_name            TEXT     NOT NULL,
  task_instance        TEXT     NOT NULL,
  task_data            BYTEA,
  execution_time       BIGINT   NOT NULL,
  picked               BOOLEAN  NOT NULL,
  picked_by            TEXT,
  last_success         BIGINT,
  last_failure         BIGINT,
  consecutive_failures INTEGER,
  last_heartbeat       BIGINT,
  version              BIGINT   NOT NULL,
  priority             SMALLINT NOT NULL DEFAULT 0,
  asked                BIGINT   NOT NULL DEFAULT 1,
  attempts             INTEGER  NOT NULL DEFAULT 0,
  failures             INTEGER  NOT NULL DEFAULT 0,
  lost                 INTEGER  NOT NULL DEFAULT 0,
  last_reason          TEXT,
  created_at           BIGINT   NOT NULL,
  running_since        BIGINT,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX job_heavy_due ON job_heavy (picked, priority DESC, execution_time);
CREATE INDEX job_heavy_heartbeat ON job_heavy (picked, last_heartbeat);
