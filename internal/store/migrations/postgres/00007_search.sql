-- What can be found by words (docs/search.md). All of it follows from matters, people and organizations and can be
-- made anew; no row of it decides who may see something.

-- +goose Up
-- Which matter a document of the index is. doc begins with the time of raising, so that walking down is newest first.
CREATE TABLE search_doc (
  doc       BIGINT PRIMARY KEY,
  congress  TEXT NOT NULL,
  matter    TEXT NOT NULL,
  rev       BIGINT NOT NULL,
  is_public BOOLEAN NOT NULL,
  station   TEXT NOT NULL
);
CREATE UNIQUE INDEX search_doc_matter ON search_doc (congress, matter);

-- Tokens are made in Go, with positions, and by layer as weights A to D.
CREATE TABLE search_words (
  rowid BIGINT PRIMARY KEY,
  title TSVECTOR NOT NULL,
  words TSVECTOR NOT NULL
);
CREATE INDEX search_words_title ON search_words USING gin (title);
CREATE INDEX search_words_words ON search_words USING gin (words);

-- Matters whose words changed and which the index does not have yet, written with the change itself. A search reads
-- them one by one beside the index, so that nothing is missed in between.
CREATE TABLE search_todo (
  congress TEXT NOT NULL,
  matter   TEXT NOT NULL,
  rev      BIGINT NOT NULL,
  PRIMARY KEY (congress, matter, rev)
);

-- Names of people and organizations by each of their endings, in characters, pinyin and initials. A range of terms is
-- asked for, so they are ordered by their bytes.
CREATE TABLE search_name (
  congress TEXT NOT NULL,
  term     TEXT COLLATE "C" NOT NULL,
  kind     TEXT NOT NULL,
  id       TEXT NOT NULL,
  PRIMARY KEY (congress, term, kind, id)
);
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
