-- What people have typed and not yet sent. Outside the proof: nothing was decided by it.

-- +goose Up
CREATE TABLE draft (
  congress TEXT NOT NULL,
  account  TEXT NOT NULL,
  matter   TEXT NOT NULL, -- empty: the draft of a form that raises a matter
  act      TEXT NOT NULL, -- or the procedure
  rev      BIGINT NOT NULL, -- the revision that the person saw as he typed
  saved_at BIGINT NOT NULL,
  fields   TEXT NOT NULL,
  PRIMARY KEY (congress, account, matter, act)
);
CREATE INDEX draft_saved ON draft (saved_at);
CREATE INDEX draft_matter ON draft (congress, matter);

-- +goose Down
DROP TABLE draft;
