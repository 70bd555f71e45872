-- Lists that one organization's people or one person look through by time are read in that order from an index, however
-- rare their matters are among all, and however many: the moment of raising stands beside the organization and the
-- raiser. The board's closed intervals of every kind together are read by their end.

-- +goose Up
ALTER TABLE matter_org ADD COLUMN raised_at BIGINT NOT NULL DEFAULT 0;
UPDATE matter_org SET raised_at = (SELECT m.raised_at FROM matter m WHERE m.congress = matter_org.congress AND m.id = matter_org.matter);
DROP INDEX matter_org_org;
CREATE INDEX matter_org_raised ON matter_org (congress, org, raised_at, matter);
ALTER TABLE matter_raiser ADD COLUMN raised_at BIGINT NOT NULL DEFAULT 0;
UPDATE matter_raiser SET raised_at = (SELECT m.raised_at FROM matter m WHERE m.congress = matter_raiser.congress AND m.id = matter_raiser.matter);
DROP INDEX matter_raiser_person;
CREATE INDEX matter_raiser_raised ON matter_raiser (congress, person, raised_at, matter) WHERE person <> '';
CREATE INDEX lateness_until ON lateness (congress, until_at, matter, n);

-- +goose Down
DROP INDEX lateness_until;
DROP INDEX matter_raiser_raised;
CREATE INDEX matter_raiser_person ON matter_raiser (congress, person, joined_at, matter) WHERE person <> '';
ALTER TABLE matter_raiser DROP COLUMN raised_at;
DROP INDEX matter_org_raised;
CREATE INDEX matter_org_org ON matter_org (congress, org, matter);
ALTER TABLE matter_org DROP COLUMN raised_at;
