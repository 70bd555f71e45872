-- The journal cannot be edited (house law 6). A body may go, by an erasure entry; it may not change.

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

-- +goose Down
DROP TRIGGER body_no_update;
DROP TRIGGER register_no_delete;
DROP TRIGGER register_no_update;
DROP TRIGGER entry_no_delete;
DROP TRIGGER entry_no_update;
