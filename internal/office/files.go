package office

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/file"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/store"
)

// Blobs is where the bytes of attachments are kept, each under the hash of its content (package blob; a bucket
// elsewhere would fit as well).
type Blobs interface {
	Spool(congress string) (*os.File, error) // to write into; gone when closed
	Put(ctx context.Context, congress string, r io.ReadSeeker) (hash string, err error)
	Open(ctx context.Context, congress, hash string) (io.ReadSeekCloser, int64, error)
	Has(ctx context.Context, congress, hash string) (bool, error)
	Delete(ctx context.Context, congress, hash string, before time.Time) error // only what was last put before; zero: always
	Each(ctx context.Context, fn func(congress, hash string, at time.Time) error) error
	Tidy(before time.Time) error
	Hold(ctx context.Context, alone bool) (release func(), err error)
}

// KeepFiles says where attachments are kept. Until it is called none are taken.
func (o *Office) KeepFiles(b Blobs) { o.blobs = b }

// TakesFiles reports whether this installation has a place for attachments.
func (o *Office) TakesFiles() bool { return o.blobs != nil }

var (
	errFilesOff = problem.New(problem.Unavailable, "filesOff",
		"本系统还没有设置存放附件的目录，附件没有收下，填写的文字已为您保留；请管理员启动时加上 --files 目录。",
		"This installation has no folder for attachments: the file was not taken, what you typed was kept. The administrator starts it with --files DIR.")
	errFileGone = problem.New(problem.Conflict, "fileExpired",
		"有附件放置太久，已经清除；没有保存，填写的文字已为您保留，请重新选择附件。",
		"A file waited too long and was removed. Nothing was saved; what you typed was kept. Please choose the file again.")
)

// AddFile takes a file that somebody wants to attach, before the act that will name it: it is looked into, made
// into what is kept, and durable when AddFile returns. What no act names within a day is swept away. Nobody sees it
// until an act names it, so anybody who may fill in a form may add one.
func (o *Office) AddFile(ctx context.Context, v access.Viewer, name string, r io.Reader) (matter.File, error) {
	if !access.MayAddFile(v) {
		return matter.File{}, granted(v, access.ActOnMatters)
	}
	if o.blobs == nil {
		return matter.File{}, errFilesOff
	}
	spool, err := o.blobs.Spool(v.Congress)
	if err != nil {
		return matter.File{}, err
	}
	defer spool.Close()
	size, err := io.Copy(spool, io.LimitReader(r, file.MaxBytes+1))
	if err != nil {
		return matter.File{}, err
	}
	select {
	case o.photos <- struct{}{}:
		defer func() { <-o.photos }()
	case <-ctx.Done():
		return matter.File{}, ctx.Err()
	}
	a, err := file.Accept(name, spool, size)
	if err != nil {
		return matter.File{}, err
	}
	out := matter.File{Name: a.Name, Type: a.Type, Size: size, Width: a.Width, Height: a.Height}
	if a.Data != nil {
		out.Size = int64(len(a.Data))
	}
	if out.Hash, err = o.put(ctx, v.Congress, spool, a.Data); err != nil {
		return matter.File{}, err
	}
	if a.Thumb != nil {
		out.Thumb, err = o.put(ctx, v.Congress, nil, a.Thumb)
	}
	return out, err
}

// put keeps data, or what is in the spool where there is none.
func (o *Office) put(ctx context.Context, congress string, spool io.ReadSeeker, data []byte) (string, error) {
	if data != nil {
		spool = bytes.NewReader(data)
	}
	if _, err := spool.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	return o.blobs.Put(ctx, congress, spool)
}

// naming keeps the files that an act is about to name from being removed until it has committed, and refuses an
// act whose files are gone.
func (o *Office) naming(ctx context.Context, v access.Viewer, files []matter.File) (release func(), err error) {
	if len(files) == 0 {
		return func() {}, nil
	}
	if o.blobs == nil {
		return nil, errFilesOff
	}
	if release, err = o.blobs.Hold(ctx, false); err != nil {
		return nil, err
	}
	for _, f := range files {
		for _, hash := range []string{f.Hash, f.Thumb} {
			if hash == "" {
				continue
			}
			has, err := o.blobs.Has(ctx, v.Congress, hash)
			if err == nil && !has {
				err = errFileGone
			}
			if err != nil {
				release()
				return nil, err
			}
		}
	}
	return release, nil
}

// FileContent is an attachment to be read. Close it.
type FileContent struct {
	matter.File
	Hash string // of these bytes: of the file or of its small picture
	io.ReadSeekCloser
}

// File opens an attachment of matter id, or its small picture, for viewer v. A hash alone opens nothing: what the
// viewer may not see in this matter does not exist for him.
func (o *Office) File(ctx context.Context, v access.Viewer, id, hash string) (FileContent, error) {
	return o.file(ctx, v, hash, func(tx *store.Tx) (matter.Matter, error) { return tx.Matter(v.Congress, id) })
}

// FileByNumber is File for the matter with a number.
func (o *Office) FileByNumber(ctx context.Context, v access.Viewer, number, hash string) (FileContent, error) {
	return o.file(ctx, v, hash, func(tx *store.Tx) (matter.Matter, error) { return tx.MatterByNumber(v.Congress, number) })
}

func (o *Office) file(ctx context.Context, v access.Viewer, hash string, find func(*store.Tx) (matter.Matter, error)) (FileContent, error) {
	if err := granted(v, access.ReadMatters); err != nil {
		return FileContent{}, err
	}
	var out FileContent
	err := o.db.View(ctx, func(tx *store.Tx) error {
		m, err := find(tx)
		if err != nil {
			return err
		}
		for _, a := range m.Files {
			if hash != "" && (a.Hash == hash || a.Thumb == hash) && access.SeesFile(v, m, a) {
				out = FileContent{File: a.File, Hash: hash}
				return nil
			}
		}
		return store.ErrNotFound
	})
	if err != nil {
		return FileContent{}, err
	}
	if o.blobs == nil {
		return FileContent{}, errFilesOff
	}
	out.ReadSeekCloser, _, err = o.blobs.Open(ctx, v.Congress, hash)
	if hash == out.Thumb {
		out.Type = file.JPEG
	}
	return out, err
}

// FileText is an attachment as a page shows it.
type FileText struct {
	matter.File
	Photo bool
	At    string // address below which the shell that shows it serves it
}

// files are the attachments of one event that the viewer may see.
func (r *reader) files(m matter.Matter, seq int64) []FileText {
	var out []FileText
	for _, a := range m.Files {
		if a.Seq == seq && access.SeesFile(r.viewer, m, a) {
			out = append(out, FileText{File: a.File, Photo: file.Photo(a.Type)})
		}
	}
	return out
}

func hashesOf(m matter.Matter) map[string]bool {
	out := map[string]bool{}
	for _, a := range m.Files {
		out[a.Hash] = true
		if a.Thumb != "" {
			out[a.Thumb] = true
		}
	}
	return out
}

// dropFiles removes those of these blobs that no attachment names any more.
func (o *Office) dropFiles(ctx context.Context, congress string, hashes []string, before time.Time) error {
	if o.blobs == nil || len(hashes) == 0 {
		return nil
	}
	release, err := o.blobs.Hold(ctx, true)
	if err != nil {
		return err
	}
	defer release()
	for _, hash := range hashes {
		var named bool
		err := o.db.View(ctx, func(tx *store.Tx) (err error) { named, err = tx.FileNamed(congress, hash); return err })
		if err == nil && !named {
			err = o.blobs.Delete(ctx, congress, hash, before)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// SweepFiles removes uploads that no act named within a day: forms that were not sent, and what a crash left
// between the file and its act, or between an erasure and its files.
func (o *Office) SweepFiles(ctx context.Context) error {
	if o.blobs == nil {
		return nil
	}
	const atOnce = 100 // how long acts may have to wait for it
	before := o.db.Clock().Add(-store.Unswept)
	old := map[string][]string{}
	drop := func(congress string) error {
		err := o.dropFiles(ctx, congress, old[congress], before)
		old[congress] = nil
		return err
	}
	err := o.blobs.Each(ctx, func(congress, hash string, at time.Time) error {
		if !at.Before(before) {
			return nil
		}
		var named bool
		err := o.db.View(ctx, func(tx *store.Tx) (err error) { named, err = tx.FileNamed(congress, hash); return err })
		if err != nil || named {
			return err
		}
		if old[congress] = append(old[congress], hash); len(old[congress]) < atOnce {
			return nil
		}
		return drop(congress)
	})
	for congress := range old {
		err = errors.Join(err, drop(congress))
	}
	if err = errors.Join(err, o.blobs.Tidy(before)); err != nil {
		return fmt.Errorf("office: sweep files: %w", err)
	}
	return nil
}
