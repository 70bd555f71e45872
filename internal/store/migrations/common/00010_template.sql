-- Texts that people begin with: records of the journal, of an organization or of one person.

-- +goose Up
CREATE TABLE template (
  congress TEXT NOT NULL, id TEXT NOT NULL, rev BIGINT NOT NULL, state TEXT NOT NULL,
  org TEXT NOT NULL, person TEXT NOT NULL,
  PRIMARY KEY (congress, id)
);
CREATE INDEX template_org ON template (congress, org, id);
CREATE INDEX template_person ON template (congress, person, id);

-- +goose Down
DROP TABLE template;
