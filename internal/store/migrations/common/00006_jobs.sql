-- What is done after a commit: jobs, and what came of them. Everything here but matter_above is outside the
-- proof: it follows from matters, rulebooks and the calendar, and losing it loses no fact.

-- +goose Up

CREATE TABLE job (
  congress     TEXT NOT NULL,
  id           TEXT NOT NULL,
  kind         TEXT NOT NULL,
  uniq         TEXT NOT NULL, -- once done or waiting, never a second time; empty: may be repeated
  args         TEXT NOT NULL,
  state        TEXT NOT NULL, -- ready, running, done, dead
  run_at       BIGINT NOT NULL,
  attempt      BIGINT NOT NULL,
  max_attempts BIGINT NOT NULL,
  lease_until  BIGINT NOT NULL,
  worker       TEXT NOT NULL,
  error        TEXT NOT NULL,
  created_at   BIGINT NOT NULL,
  finished_at  BIGINT NOT NULL,
  PRIMARY KEY (congress, id)
);
CREATE INDEX job_ready ON job (run_at, congress, id) WHERE state = 'ready';
CREATE INDEX job_running ON job (lease_until) WHERE state = 'running';
CREATE INDEX job_done ON job (finished_at) WHERE state = 'done';
CREATE INDEX job_dead ON job (congress, finished_at, id) WHERE state = 'dead';
CREATE UNIQUE INDEX job_uniq ON job (congress, kind, uniq) WHERE uniq <> '';

-- What a person was told in the app.
CREATE TABLE notice (
  congress TEXT NOT NULL,
  id       TEXT NOT NULL,
  person   TEXT NOT NULL, -- empty: the organization has nobody who could read it
  org      TEXT NOT NULL,
  matter   TEXT NOT NULL,
  kind     TEXT NOT NULL,
  effect   TEXT NOT NULL,
  data     TEXT NOT NULL,
  at       BIGINT NOT NULL,
  read_at  BIGINT NOT NULL,
  PRIMARY KEY (congress, id)
);
CREATE UNIQUE INDEX notice_effect ON notice (congress, effect, person);
CREATE INDEX notice_person ON notice (congress, person, at, id);
CREATE INDEX notice_unread ON notice (congress, person, at) WHERE read_at = 0;
CREATE INDEX notice_matter ON notice (congress, matter, at, id);

-- What was sent by e-mail: to whom, never to which address and never which words.
CREATE TABLE mail (
  congress   TEXT NOT NULL,
  id         TEXT NOT NULL, -- left part of the Message-ID
  effect     TEXT NOT NULL,
  matter     TEXT NOT NULL,
  kind       TEXT NOT NULL,
  person     TEXT NOT NULL,
  org        TEXT NOT NULL,
  raiser     TEXT NOT NULL,
  data       TEXT NOT NULL,
  state      TEXT NOT NULL, -- queued, sending, sent, doubtful, failed, void
  why        TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  sent_at    BIGINT NOT NULL,
  PRIMARY KEY (congress, id)
);
CREATE INDEX mail_matter ON mail (congress, matter, created_at, id);

-- The last reminder of each matter.
CREATE TABLE reminded (
  congress TEXT NOT NULL,
  matter   TEXT NOT NULL,
  visit    BIGINT NOT NULL,
  due_day  TEXT NOT NULL,
  ord      BIGINT NOT NULL,
  at       BIGINT NOT NULL,
  PRIMARY KEY (congress, matter)
);

-- To whom an open matter has gone up: derived from its state, for their lists.
CREATE TABLE matter_above (
  congress TEXT NOT NULL,
  matter   TEXT NOT NULL,
  org      TEXT NOT NULL,
  PRIMARY KEY (congress, matter, org)
);
CREATE INDEX matter_above_org ON matter_above (congress, org, matter);

-- +goose Down
DROP TABLE matter_above; DROP TABLE reminded; DROP TABLE mail; DROP TABLE notice; DROP TABLE job;
