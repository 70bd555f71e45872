package blob

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Stray is a file in the folder that is no blob: it was put there by somebody else.
type Stray struct{ Path string }

// Error says so.
func (s *Stray) Error() string { return "a foreign file lies among the attachments: " + s.Path }

// Each goes through all blobs in the order of their names, with the time at which each was last put. What lies
// there and is no blob ends it with a *Stray. Files that are being written are passed over; those that a crash
// left so are removed by Tidy.
func (d *Dir) Each(ctx context.Context, fn func(congress, hash string, at time.Time) error) error {
	err := filepath.WalkDir(d.root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return nil // removed meanwhile, or nothing was ever put
			}
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		rel, err := filepath.Rel(d.root, path)
		if err != nil {
			return err
		}
		if e.IsDir() {
			if filepath.Base(rel) == "new" {
				return fs.SkipDir
			}
			return nil
		}
		if rel == lockName {
			return nil
		}
		congress, prefix := filepath.Split(filepath.Dir(rel))
		congress, hash := filepath.Clean(congress), prefix+filepath.Base(rel)
		if want, err := d.place(congress, hash); err != nil || want != path || !e.Type().IsRegular() {
			return &Stray{path}
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		return fn(congress, hash, info.ModTime())
	})
	return err
}

// Tidy removes what crashes left half written before the given time.
func (d *Dir) Tidy(before time.Time) error {
	all, err := filepath.Glob(filepath.Join(d.root, "*", "new", "*"))
	if err != nil {
		return mapError(err)
	}
	for _, path := range all {
		info, err := os.Stat(path)
		if err == nil && info.ModTime().Before(before) {
			err = os.Remove(path)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return mapError(err)
		}
	}
	return nil
}
