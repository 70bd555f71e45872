-- The journal cannot be edited (house law 6). A body may go, by an erasure entry; it may not change.

-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
-- +goose StatementEnd
CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE ON entry FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER entry_no_truncate BEFORE TRUNCATE ON entry FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER register_append_only BEFORE UPDATE OR DELETE ON register FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER register_no_truncate BEFORE TRUNCATE ON register FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER body_no_update BEFORE UPDATE ON body FOR EACH ROW EXECUTE FUNCTION append_only();

-- +goose Down
DROP TRIGGER body_no_update ON body;
DROP TRIGGER register_no_truncate ON register;
DROP TRIGGER register_append_only ON register;
DROP TRIGGER entry_no_truncate ON entry;
DROP TRIGGER entry_append_only ON entry;
DROP FUNCTION append_only();
