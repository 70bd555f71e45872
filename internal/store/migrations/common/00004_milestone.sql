-- What happened to matters, by month: each row says when a matter first reached a station of the rail, or was first
-- answered. Derived from its state and proven by verify; figures are counted from here, so that a figure and the
-- matters it was counted from are one question.

-- +goose Up
CREATE TABLE milestone (
  congress  TEXT NOT NULL,
  matter    TEXT NOT NULL,
  kind      TEXT NOT NULL,
  month     TEXT NOT NULL,
  procedure TEXT NOT NULL,
  unit      TEXT NOT NULL,
  category  TEXT NOT NULL,
  days      BIGINT NOT NULL,
  on_time   BOOLEAN NOT NULL,
  PRIMARY KEY (congress, matter, kind)
);
-- Everything a figure needs stands in the index: a year is counted without touching the table.
CREATE INDEX milestone_kind ON milestone (congress, kind, month, procedure, unit, category, days, on_time, matter);

-- +goose Down
DROP TABLE milestone;
