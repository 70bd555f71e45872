package blob_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/blob"
	"github.com/huiyin/huiyin/internal/problem"
)

func put(t *testing.T, d *blob.Dir, congress, text string) string {
	t.Helper()
	h, err := d.Put(context.Background(), congress, strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestPutOpenDelete(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := blob.In(filepath.Join(t.TempDir(), "files"), time.Now)
	h := put(t, d, "c1", "桥头")
	if h != blob.Hash([]byte("桥头")) {
		t.Fatalf("its name is %s", h)
	}
	if again := put(t, d, "c1", "桥头"); again != h {
		t.Error("the same content has two names")
	}
	if has, _ := d.Has(ctx, "c2", h); has {
		t.Error("another congress has it too")
	}
	f, size, err := d.Open(ctx, "c1", h)
	if err != nil {
		t.Fatal(err)
	}
	b, _ := io.ReadAll(f)
	_ = f.Close()
	if string(b) != "桥头" || size != int64(len(b)) {
		t.Errorf("%q, %d", b, size)
	}
	info, err := os.Stat(filepath.Join(d.Root(), "c1", h[:2], h[2:]))
	if err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("%v, %v: others may read it", info.Mode(), err)
	}
	for _, bad := range [][2]string{{"..", h}, {"c1", "../../x"}, {"c1/../c2", h}, {"", h}, {"c1", strings.ToUpper(h)}} {
		if _, _, err := d.Open(ctx, bad[0], bad[1]); problem.KindOf(err) != problem.NotFound {
			t.Errorf("%q: %v", bad, err)
		}
	}
	for range 2 {
		if err := d.Delete(ctx, "c1", h, time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
	if has, _ := d.Has(ctx, "c1", h); has {
		t.Error("it is still there")
	}
}

// What rotted on the disk is found, and mended when the same content is put again.
func TestCheckAndMend(t *testing.T) {
	t.Parallel()
	d := blob.In(t.TempDir(), time.Now)
	h := put(t, d, "c1", "桥头")
	path := filepath.Join(d.Root(), "c1", h[:2], h[2:])
	if err := os.WriteFile(path, []byte("桥尾"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := d.Check(context.Background(), "c1", h); err == nil {
		t.Fatal("a changed blob passes")
	}
	put(t, d, "c1", "桥头")
	if err := d.Check(context.Background(), "c1", h); err != nil {
		t.Error(err)
	}
}

func TestEachNamesStraysAndPassesOverWhatIsBeingWritten(t *testing.T) {
	t.Parallel()
	d := blob.In(t.TempDir(), time.Now)
	count := func() (n int, err error) {
		err = d.Each(context.Background(), func(string, string, time.Time) error { n++; return nil })
		return n, err
	}
	if n, err := count(); n != 0 || err != nil {
		t.Fatal(n, err)
	}
	put(t, d, "c1", "a")
	put(t, d, "c2", "b")
	half := filepath.Join(d.Root(), "c1", "new", "put-123")
	if err := os.WriteFile(half, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if n, err := count(); n != 2 || err != nil {
		t.Fatal(n, err)
	}
	if err := d.Tidy(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(half); !errors.Is(err, os.ErrNotExist) {
		t.Error("what was half written is still there")
	}
	if err := os.WriteFile(filepath.Join(d.Root(), "c1", "notes.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := count()
	if stray, ok := errors.AsType[*blob.Stray](err); !ok || filepath.Base(stray.Path) != "notes.txt" {
		t.Error(err)
	}
}

// Nothing is removed while somebody names something, and the other way round.
func TestHold(t *testing.T) {
	t.Parallel()
	d, same := blob.In(t.TempDir(), time.Now), (*blob.Dir)(nil)
	same = blob.In(d.Root(), time.Now) // as another process has it
	a, err := d.Hold(context.Background(), false)
	if err != nil {
		t.Fatal(err)
	}
	b, err := same.Hold(context.Background(), false)
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	var mu sync.Mutex
	say := func(s string) { mu.Lock(); order = append(order, s); mu.Unlock() }
	done := make(chan error)
	go func() {
		release, err := same.Hold(context.Background(), true)
		if err == nil {
			say("removing")
			release()
		}
		done <- err
	}()
	b()
	say("named")
	a()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if strings.Join(order, " ") != "named removing" {
		t.Error(order)
	}
}

// A folder that cannot be written to is a problem that says what to do.
func TestUnwritable(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "plain")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := blob.In(filepath.Join(file, "files"), time.Now).Put(context.Background(), "c1", strings.NewReader("x")); err == nil {
		t.Error("put where there is no folder")
	}
}
