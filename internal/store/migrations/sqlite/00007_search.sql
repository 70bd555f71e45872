-- What can be found by words (docs/search.md). All of it follows from matters, people and organizations and can be
-- made anew; no row of it decides who may see something.

-- +goose Up
-- Which matter a document of the index is. doc begins with the time of raising, so that walking down is newest first.
CREATE TABLE search_doc (
  doc       INTEGER PRIMARY KEY,
  congress  TEXT NOT NULL,
  matter    TEXT NOT NULL,
  rev       BIGINT NOT NULL,
  is_public BOOLEAN NOT NULL,
  station   TEXT NOT NULL
);
CREATE UNIQUE INDEX search_doc_matter ON search_doc (congress, matter);

-- Tokens are made in Go; the tokenizer only parts them at spaces. It must not fold or leave out characters that the
-- other engine keeps, so it is the one that takes everything beyond ASCII as it is.
CREATE VIRTUAL TABLE search_words USING fts5 (title, open, own, work, full, content='', contentless_delete=1, tokenize='ascii');

-- Matters whose words changed and which the index does not have yet, written with the change itself. A search reads
-- them one by one beside the index, so that nothing is missed in between.
CREATE TABLE search_todo (
  congress TEXT NOT NULL,
  matter   TEXT NOT NULL,
  rev      BIGINT NOT NULL,
  PRIMARY KEY (congress, matter, rev)
) WITHOUT ROWID;

-- Names of people and organizations by each of their endings, in characters, pinyin and initials.
CREATE TABLE search_name (
  congress TEXT NOT NULL,
  term     TEXT NOT NULL,
  kind     TEXT NOT NULL,
  id       TEXT NOT NULL,
  PRIMARY KEY (congress, term, kind, id)
) WITHOUT ROWID;
CREATE INDEX search_name_subject ON search_name (congress, kind, id);

-- Up to where the index of a congress has been made anew, and by which rules.
CREATE TABLE search_made (
  congress TEXT NOT NULL PRIMARY KEY,
  version  BIGINT NOT NULL,
  upto     TEXT NOT NULL,
  done     BOOLEAN NOT NULL
);

-- +goose Down
DROP TABLE search_made; DROP TABLE search_name; DROP TABLE search_todo; DROP TABLE search_words; DROP TABLE search_doc;
