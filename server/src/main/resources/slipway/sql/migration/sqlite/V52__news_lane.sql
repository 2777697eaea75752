-- The lane of deliveries to webhooks; columns as in V2.
CREATE TABLE job_news (
  task_name            TEXT     NOT NULL,
  task_instance        TEXT     NOT NULL,
  task_data            BLOB,
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
CREATE INDEX job_news_due ON job_news (picked, priority DESC, execution_time);
CREATE INDEX job_news_heartbeat ON job_news (picked, last_heartbeat);
