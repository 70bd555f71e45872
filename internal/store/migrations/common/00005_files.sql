-- +goose Up
-- What is attached to a matter, by hash: for telling which bytes are still named by somebody. Derived from the
-- matter's state and proven by verify; names are in the words only.
CREATE TABLE matter_file (
  congress TEXT NOT NULL,
  matter   TEXT NOT NULL,
  seq      BIGINT NOT NULL,
  n        BIGINT NOT NULL,
  hash     TEXT NOT NULL,
  thumb    TEXT NOT NULL,
  size     BIGINT NOT NULL,
  PRIMARY KEY (congress, matter, n)
);
CREATE INDEX matter_file_hash ON matter_file (congress, hash);
CREATE INDEX matter_file_thumb ON matter_file (congress, thumb) WHERE thumb <> '';

-- +goose Down
DROP TABLE matter_file;
