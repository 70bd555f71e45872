// Package blob keeps the bytes of attachments in a folder, each under the hash of its content.
//
//	FOLDER/CONGRESS/ab/cdef…   64 hex digits of SHA-256: the first two name the folder
//	FOLDER/CONGRESS/new/…      being written; nothing is read from here
//	FOLDER/lock                held while files are named (shared) or removed (alone)
//
// A file is there for good when Put returns: it is written beside its place, flushed, renamed, and the folder
// is flushed. The act that names it commits only afterwards, so no crash leaves an act whose file is missing;
// what it may leave is a file that no act names, and those are swept (office.SweepFiles).
package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"syscall"
	"time"

	"github.com/huiyin/huiyin/internal/problem"
)

// Errors of a store of blobs.
var (
	ErrMissing = problem.New(problem.NotFound, "fileGone", "这个附件已经不在了。", "This attachment is not there any more.")
	ErrFull    = problem.New(problem.Unavailable, "diskFull",
		"服务器的磁盘已满，附件没有收下，填写的文字已为您保留；请联系管理员后再试。",
		"The server's disk is full: the attachment was not taken, what you typed was kept. Please tell the administrator and try again.")
	ErrReadOnly = problem.New(problem.Unavailable, "diskReadOnly",
		"服务器暂时不能写入文件，附件没有收下，填写的文字已为您保留；请联系管理员后再试。",
		"The server cannot write files at the moment: the attachment was not taken, what you typed was kept. Please tell the administrator and try again.")
)

// Dir is a store of blobs in a folder.
type Dir struct {
	root string
	now  func() time.Time
	mu   sync.RWMutex // as the lock file, within this process and where there are no lock files
}

// In gives the store in a folder, which is made when the first blob is put. Ages of files go by the clock now.
func In(root string, now func() time.Time) *Dir { return &Dir{root: root, now: now} }

// Root is the folder.
func (d *Dir) Root() string { return d.root }

var hashShape, congressShape = regexp.MustCompile(`^[0-9a-f]{64}$`), regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$`)

// Hash is the name of some content.
func Hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// place is where a blob is kept; names that are none are refused before they touch a path.
func (d *Dir) place(congress, hash string) (string, error) {
	if !congressShape.MatchString(congress) || !hashShape.MatchString(hash) {
		return "", ErrMissing
	}
	return filepath.Join(d.root, congress, hash[:2], hash[2:]), nil
}

// Spool gives a file to write into that is gone when it is closed, on the disk where blobs are kept.
func (d *Dir) Spool(congress string) (*os.File, error) {
	if !congressShape.MatchString(congress) {
		return nil, ErrMissing
	}
	dir := filepath.Join(d.root, congress, "new")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, mapError(err)
	}
	f, err := os.CreateTemp(dir, "spool-")
	if err != nil {
		return nil, mapError(err)
	}
	// Its name goes at once where that is possible, so that not even a crash leaves it behind.
	_ = os.Remove(f.Name())
	return f, nil
}

// Put keeps what r gives, durably, and gives its hash. What is there already is only marked as new, so that no
// sweep takes it away before the act that names it commits.
func (d *Dir) Put(ctx context.Context, congress string, r io.ReadSeeker) (string, error) {
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		return "", mapError(err)
	}
	hash := hex.EncodeToString(h.Sum(nil))
	path, err := d.place(congress, hash)
	if err != nil {
		return "", err
	}
	release, err := d.Hold(ctx, false)
	if err != nil {
		return "", err
	}
	defer release()
	// What is there may have rotted: then it is written anew.
	if d.Check(ctx, congress, hash) == nil {
		return hash, d.touch(path)
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return "", mapError(err)
	}
	return hash, mapError(d.write(congress, path, r))
}

// write writes beside the place, flushes, renames, and flushes the folders.
func (d *Dir) write(congress, path string, r io.Reader) (err error) {
	fresh := filepath.Join(d.root, congress, "new")
	for _, dir := range []string{fresh, filepath.Dir(path)} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
	}
	f, err := os.CreateTemp(fresh, "put-")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	_, err = io.Copy(f, r)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	now := d.now()
	if err := os.Chtimes(f.Name(), now, now); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	for _, dir := range []string{filepath.Dir(path), filepath.Join(d.root, congress), d.root, filepath.Dir(d.root)} {
		if err := syncDir(dir); err != nil {
			return err
		}
	}
	return nil
}

func syncDir(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	err = f.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		err = nil // a file system without flushing of folders
	}
	return errors.Join(err, f.Close())
}

// Open gives a blob and its size.
func (d *Dir) Open(_ context.Context, congress, hash string) (io.ReadSeekCloser, int64, error) {
	path, err := d.place(congress, hash)
	if err != nil {
		return nil, 0, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, mapError(err)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, errors.Join(mapError(err), f.Close())
	}
	return f, info.Size(), nil
}

// Has reports whether a blob is there.
func (d *Dir) Has(_ context.Context, congress, hash string) (bool, error) {
	path, err := d.place(congress, hash)
	if err != nil {
		return false, nil //nolint:nilerr // what has no name is not there
	}
	_, err = os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, mapError(err)
}

// Check reads a blob whole and reports whether it still has its hash.
func (d *Dir) Check(ctx context.Context, congress, hash string) error {
	f, _, err := d.Open(ctx, congress, hash)
	if err != nil {
		return err
	}
	h := sha256.New()
	_, err = io.Copy(h, f)
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("blob %s: %w", hash, err)
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != hash {
		return fmt.Errorf("blob %s: its content was changed, it has the hash %s", hash, got)
	}
	return nil
}

// Delete removes a blob that was last put before some time (zero: whenever); one that is not there is no error.
// The caller holds the store alone.
func (d *Dir) Delete(_ context.Context, congress, hash string, before time.Time) error {
	path, err := d.place(congress, hash)
	if err != nil {
		return nil //nolint:nilerr // what has no name is not there
	}
	if info, err := os.Stat(path); err == nil && !before.IsZero() && !info.ModTime().Before(before) {
		return nil
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return mapError(err)
	}
	return mapError(syncDir(filepath.Dir(path)))
}

func (d *Dir) touch(path string) error {
	now := d.now()
	return mapError(os.Chtimes(path, now, now))
}

// mapError turns what an operating system says into what a person can do about it.
func mapError(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return ErrMissing.Because(err)
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return ErrFull.Because(err)
	case errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission):
		return ErrReadOnly.Because(err)
	}
	return fmt.Errorf("blob: %w", err)
}
