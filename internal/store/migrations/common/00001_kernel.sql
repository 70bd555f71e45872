-- The kernel: subjects with their current state, and the journal that proves them.
-- One text for both engines: times are BIGINT microseconds UTC, days TEXT 'YYYY-MM-DD', ids TEXT made by us,
-- JSON opaque TEXT. Every table has the congress in its key.

-- +goose Up

-- Journal ---------------------------------------------------------------------------------------------

-- One row per subject: head of its chain, lock and revision in one.
CREATE TABLE subject (
  congress TEXT NOT NULL,
  kind     TEXT NOT NULL,
  id       TEXT NOT NULL,
  rev      BIGINT NOT NULL,
  head     TEXT NOT NULL,
  PRIMARY KEY (congress, kind, id)
);

CREATE TABLE entry (
  congress    TEXT NOT NULL,
  kind        TEXT NOT NULL,
  subject     TEXT NOT NULL,
  seq         BIGINT NOT NULL,
  act         TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  actor       TEXT NOT NULL,
  body_hash   TEXT NOT NULL,
  canonical   TEXT NOT NULL,
  hash        TEXT NOT NULL,
  PRIMARY KEY (congress, kind, subject, seq)
);

CREATE TABLE body (
  congress TEXT NOT NULL,
  hash     TEXT NOT NULL,
  salt     TEXT NOT NULL,
  body     TEXT NOT NULL,
  PRIMARY KEY (congress, hash)
);

-- The register of subjects, in lanes: deleting a whole subject leaves a gap here.
CREATE TABLE register (
  congress TEXT NOT NULL,
  lane     BIGINT NOT NULL,
  seq      BIGINT NOT NULL,
  kind     TEXT NOT NULL,
  subject  TEXT NOT NULL,
  first    TEXT NOT NULL,
  hash     TEXT NOT NULL,
  PRIMARY KEY (congress, lane, seq)
);
CREATE UNIQUE INDEX register_subject ON register (congress, kind, subject);

CREATE TABLE register_head (
  congress TEXT NOT NULL,
  lane     BIGINT NOT NULL,
  seq      BIGINT NOT NULL,
  hash     TEXT NOT NULL,
  PRIMARY KEY (congress, lane)
);

-- Registers (Popolo names) ----------------------------------------------------------------------------

CREATE TABLE congress (
  congress TEXT NOT NULL, id TEXT NOT NULL, rev BIGINT NOT NULL, state TEXT NOT NULL,
  name TEXT NOT NULL, level TEXT NOT NULL, code TEXT NOT NULL,
  PRIMARY KEY (congress, id)
);

CREATE TABLE area (
  congress TEXT NOT NULL, id TEXT NOT NULL, rev BIGINT NOT NULL, state TEXT NOT NULL,
  name TEXT NOT NULL, parent TEXT NOT NULL, classification TEXT NOT NULL,
  PRIMARY KEY (congress, id)
);
CREATE INDEX area_parent ON area (congress, parent, id);

CREATE TABLE organization (
  congress TEXT NOT NULL, id TEXT NOT NULL, rev BIGINT NOT NULL, state TEXT NOT NULL,
  name TEXT NOT NULL, classification TEXT NOT NULL, parent TEXT NOT NULL, area TEXT NOT NULL,
  PRIMARY KEY (congress, id)
);
CREATE INDEX organization_class ON organization (congress, classification, id);

CREATE TABLE person (
  congress TEXT NOT NULL, id TEXT NOT NULL, rev BIGINT NOT NULL, state TEXT NOT NULL,
  name TEXT NOT NULL, sort_name TEXT NOT NULL,
  PRIMARY KEY (congress, id)
);

CREATE TABLE membership (
  congress TEXT NOT NULL, id TEXT NOT NULL, rev BIGINT NOT NULL, state TEXT NOT NULL,
  person TEXT NOT NULL, organization TEXT NOT NULL, role TEXT NOT NULL, start_date TEXT NOT NULL, end_date TEXT NOT NULL,
  PRIMARY KEY (congress, id)
);
CREATE INDEX membership_person ON membership (congress, person, id);
CREATE INDEX membership_organization ON membership (congress, organization, id);

CREATE TABLE account (
  congress TEXT NOT NULL, id TEXT NOT NULL, rev BIGINT NOT NULL, state TEXT NOT NULL,
  login TEXT NOT NULL, person TEXT NOT NULL,
  PRIMARY KEY (congress, id)
);
CREATE UNIQUE INDEX account_login ON account (congress, login);

CREATE TABLE rulebook (
  congress TEXT NOT NULL, id TEXT NOT NULL, rev BIGINT NOT NULL, state TEXT NOT NULL,
  book TEXT NOT NULL, version TEXT NOT NULL, in_force TEXT NOT NULL,
  PRIMARY KEY (congress, id)
);

CREATE TABLE calendar_year (
  congress TEXT NOT NULL, id TEXT NOT NULL, rev BIGINT NOT NULL, state TEXT NOT NULL,
  year TEXT NOT NULL,
  PRIMARY KEY (congress, id)
);

CREATE TABLE import_run (
  congress TEXT NOT NULL, id TEXT NOT NULL, rev BIGINT NOT NULL, state TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (congress, id)
);

-- Matters ---------------------------------------------------------------------------------------------

CREATE TABLE matter (
  congress      TEXT NOT NULL,
  id            TEXT NOT NULL,
  rev           BIGINT NOT NULL,
  state         TEXT NOT NULL,
  number        TEXT NOT NULL,
  procedure     TEXT NOT NULL,
  step          TEXT NOT NULL,
  phase         TEXT NOT NULL,
  ending        TEXT NOT NULL,
  is_open       BOOLEAN NOT NULL,
  title         TEXT NOT NULL,
  owner_org     TEXT NOT NULL,
  station       TEXT NOT NULL,
  parent        TEXT NOT NULL,
  source        TEXT NOT NULL,
  is_public     BOOLEAN NOT NULL,
  asked         TEXT NOT NULL,
  answered      BOOLEAN NOT NULL,
  due_day       TEXT NOT NULL,
  provisional   BOOLEAN NOT NULL,
  raised_at     BIGINT NOT NULL,
  ended_at      BIGINT NOT NULL,
  PRIMARY KEY (congress, id)
);
CREATE UNIQUE INDEX matter_number ON matter (congress, number);
CREATE UNIQUE INDEX matter_source ON matter (congress, procedure, source) WHERE source <> '';
CREATE INDEX matter_raised ON matter (congress, raised_at, id);
CREATE INDEX matter_procedure ON matter (congress, procedure, raised_at, id);
CREATE INDEX matter_parent ON matter (congress, parent, id) WHERE parent <> '';
CREATE INDEX matter_public ON matter (congress, raised_at, id) WHERE is_public;
CREATE INDEX matter_open_due ON matter (congress, due_day, id) WHERE is_open;
CREATE INDEX matter_open_owner ON matter (congress, owner_org, due_day, id) WHERE is_open;
CREATE INDEX matter_open_station ON matter (congress, station, due_day, id) WHERE is_open;
CREATE INDEX matter_open_asked ON matter (congress, due_day, id) WHERE is_open AND asked <> '';
CREATE INDEX matter_provisional ON matter (congress, id) WHERE is_open AND provisional;

-- Who raised a matter: derived from its state, for the lists of one person.
CREATE TABLE matter_raiser (
  congress  TEXT NOT NULL,
  matter    TEXT NOT NULL,
  raiser    TEXT NOT NULL,
  kind      TEXT NOT NULL,
  person    TEXT NOT NULL,
  joined_at BIGINT NOT NULL,
  to_rate   BOOLEAN NOT NULL,
  PRIMARY KEY (congress, matter, raiser)
);
CREATE INDEX matter_raiser_person ON matter_raiser (congress, person, joined_at, matter) WHERE person <> '';
CREATE INDEX matter_raiser_to_rate ON matter_raiser (congress, person, matter) WHERE to_rate;

-- Which organizations own or once owned a matter: derived from its state, for the lists of a unit.
CREATE TABLE matter_org (
  congress TEXT NOT NULL,
  matter   TEXT NOT NULL,
  org      TEXT NOT NULL,
  PRIMARY KEY (congress, matter, org)
);
CREATE INDEX matter_org_org ON matter_org (congress, org, matter);

-- Closed intervals in which a matter lay overdue: derived from its state, for the board's "was late" view.
CREATE TABLE lateness (
  congress  TEXT NOT NULL,
  matter    TEXT NOT NULL,
  n         BIGINT NOT NULL,
  kind      TEXT NOT NULL,
  procedure TEXT NOT NULL,
  step      TEXT NOT NULL,
  owner_org TEXT NOT NULL,
  station   TEXT NOT NULL,
  due_day   TEXT NOT NULL,
  from_at   BIGINT NOT NULL,
  until_at  BIGINT NOT NULL,
  PRIMARY KEY (congress, matter, n)
);
CREATE INDEX lateness_kind ON lateness (congress, kind, until_at, matter, n);
CREATE INDEX lateness_owner ON lateness (congress, owner_org, until_at, matter, n);

-- Suggestions to the office that an answer has no substance: a flag with its reason, never a verdict.
CREATE TABLE hollow (
  congress TEXT NOT NULL,
  matter   TEXT NOT NULL,
  code     TEXT NOT NULL,
  PRIMARY KEY (congress, matter)
);

-- Outside the proof: keys, sessions, counters ------------------------------------------------------------

-- What an act that carried an idempotency key came to; resolves a COMMIT whose outcome is unknown.
CREATE TABLE act_key (
  congress TEXT NOT NULL,
  act_key  TEXT NOT NULL,
  at       BIGINT NOT NULL,
  result   TEXT NOT NULL,
  PRIMARY KEY (congress, act_key)
);
CREATE INDEX act_key_at ON act_key (at);

CREATE TABLE number_series (
  congress TEXT NOT NULL,
  series   TEXT NOT NULL,
  lane     BIGINT NOT NULL,
  n        BIGINT NOT NULL,
  PRIMARY KEY (congress, series, lane)
);

CREATE TABLE session (
  token_hash TEXT NOT NULL PRIMARY KEY,
  congress   TEXT NOT NULL,
  account    TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  touched_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX session_expires ON session (expires_at);
CREATE INDEX session_account ON session (congress, account);

CREATE TABLE signin_failure (
  congress TEXT NOT NULL,
  login    TEXT NOT NULL,
  n        BIGINT NOT NULL,
  last_at  BIGINT NOT NULL,
  PRIMARY KEY (congress, login)
);

-- +goose Down
DROP TABLE signin_failure; DROP TABLE session; DROP TABLE number_series; DROP TABLE act_key; DROP TABLE hollow;
DROP TABLE lateness; DROP TABLE matter_org; DROP TABLE matter_raiser; DROP TABLE matter; DROP TABLE import_run; DROP TABLE calendar_year; DROP TABLE rulebook;
DROP TABLE account; DROP TABLE membership; DROP TABLE person; DROP TABLE organization; DROP TABLE area; DROP TABLE congress;
DROP TABLE register_head; DROP TABLE register; DROP TABLE body; DROP TABLE entry; DROP TABLE subject;
