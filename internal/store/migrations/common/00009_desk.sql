-- What a clerk does with many matters at once, and what he keeps at hand. All of it is outside the proof: what
-- was done to a matter is in its own journal.

-- +goose Up

-- A run: one act on many matters, or one file of messages. It is prepared, looked at, started, and goes on to its
-- end whoever watches; lease says until when a process has it in hand.
CREATE TABLE desk_run (
  congress   TEXT NOT NULL,
  id         TEXT NOT NULL,
  account    TEXT NOT NULL,
  kind       TEXT NOT NULL,
  state      TEXT NOT NULL,
  input      TEXT NOT NULL,
  result     TEXT NOT NULL,
  total      BIGINT NOT NULL,
  did        BIGINT NOT NULL,
  refused    BIGINT NOT NULL,
  noted      BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  ended_at   BIGINT NOT NULL,
  lease      BIGINT NOT NULL,
  PRIMARY KEY (congress, id)
);
CREATE INDEX desk_run_account ON desk_run (congress, account, created_at);
CREATE INDEX desk_run_created ON desk_run (created_at);
CREATE INDEX desk_run_going ON desk_run (congress, created_at) WHERE state = 'going';

-- One matter of a run, with the revision that was looked at and what became of it.
CREATE TABLE desk_row (
  congress TEXT NOT NULL,
  run      TEXT NOT NULL,
  seq      BIGINT NOT NULL,
  matter   TEXT NOT NULL,
  rev      BIGINT NOT NULL,
  state    TEXT NOT NULL,
  reason   TEXT NOT NULL,
  PRIMARY KEY (congress, run, seq)
);
CREATE INDEX desk_row_state ON desk_row (congress, run, state, seq);

-- An uploaded file, in parts of base64 so that both engines keep it alike; it goes when its run ends.
CREATE TABLE desk_part (
  congress TEXT NOT NULL,
  run      TEXT NOT NULL,
  seq      BIGINT NOT NULL,
  part     TEXT NOT NULL,
  PRIMARY KEY (congress, run, seq)
);

-- Filters of lists that a person keeps under a name; org is set when he shares it with his organization.
CREATE TABLE saved_filter (
  congress TEXT NOT NULL,
  id       TEXT NOT NULL,
  account  TEXT NOT NULL,
  org      TEXT NOT NULL,
  name     TEXT NOT NULL,
  address  TEXT NOT NULL,
  place    BIGINT NOT NULL,
  PRIMARY KEY (congress, id)
);
CREATE INDEX saved_filter_account ON saved_filter (congress, account, place);
CREATE INDEX saved_filter_org ON saved_filter (congress, org, place) WHERE org <> '';

-- +goose Down
DROP TABLE saved_filter; DROP TABLE desk_part; DROP TABLE desk_row; DROP TABLE desk_run;
