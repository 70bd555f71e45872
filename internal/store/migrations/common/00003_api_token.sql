-- Tokens by which programs act as an account. Who made and who revoked one is a fact and stands in the journal;
-- when it was last used is not.

-- +goose Up
CREATE TABLE api_token (
  congress TEXT NOT NULL, id TEXT NOT NULL, rev BIGINT NOT NULL, state TEXT NOT NULL,
  account TEXT NOT NULL, hash TEXT NOT NULL,
  PRIMARY KEY (congress, id)
);
CREATE UNIQUE INDEX api_token_hash ON api_token (congress, hash);
CREATE INDEX api_token_account ON api_token (congress, account, id);

CREATE TABLE api_token_use (
  congress TEXT NOT NULL,
  token    TEXT NOT NULL,
  last_at  BIGINT NOT NULL,
  PRIMARY KEY (congress, token)
);

-- +goose Down
DROP TABLE api_token_use; DROP TABLE api_token;
