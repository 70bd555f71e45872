-- The journal cannot be edited (house law 6). A body may go, by an erasure entry; it may not change.
-- REPLACE takes the old row away without asking the triggers that guard deleting, so it is caught as it inserts.

-- +goose Up
-- +goose StatementBegin
CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'journal entries are append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'journal entries are append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER register_no_update BEFORE UPDATE ON register BEGIN SELECT RAISE(ABORT, 'the register is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER register_no_delete BEFORE DELETE ON register BEGIN SELECT RAISE(ABORT, 'the register is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER body_no_update BEFORE UPDATE ON body BEGIN SELECT RAISE(ABORT, 'bodies do not change'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER entry_no_replace BEFORE INSERT ON entry
  WHEN EXISTS (SELECT 1 FROM entry WHERE congress = NEW.congress AND kind = NEW.kind AND subject = NEW.subject AND seq = NEW.seq)
  BEGIN SELECT RAISE(ABORT, 'journal entries are append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER register_no_replace BEFORE INSERT ON register
  WHEN EXISTS (SELECT 1 FROM register WHERE congress = NEW.congress AND (lane = NEW.lane AND seq = NEW.seq OR kind = NEW.kind AND subject = NEW.subject))
  BEGIN SELECT RAISE(ABORT, 'the register is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER body_no_replace BEFORE INSERT ON body
  WHEN EXISTS (SELECT 1 FROM body WHERE congress = NEW.congress AND hash = NEW.hash)
  BEGIN SELECT RAISE(ABORT, 'bodies do not change'); END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER body_no_replace;
DROP TRIGGER register_no_replace;
DROP TRIGGER entry_no_replace;
DROP TRIGGER body_no_update;
DROP TRIGGER register_no_delete;
DROP TRIGGER register_no_update;
DROP TRIGGER entry_no_delete;
DROP TRIGGER entry_no_update;
