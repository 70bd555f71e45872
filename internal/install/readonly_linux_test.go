package install_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"github.com/huiyin/huiyin/internal/install"
)

// asNobody runs fn without the superuser's way around permissions, so that a folder nobody may write to refuses.
func asNobody(t *testing.T, fn func()) {
	t.Helper()
	if os.Getuid() != 0 {
		fn()
		return
	}
	const nobody = 65534
	runtime.LockOSThread()
	if err := syscall.Setfsuid(nobody); err != nil {
		t.Fatal(err)
	}
	fn()
	if err := syscall.Setfsuid(0); err != nil {
		t.Fatal(err) // the thread is not given back
	}
	runtime.UnlockOSThread()
}

// A copy on a disk that cannot be written to is read and proven as it is; whoever wants to write is told why not.
func TestReadOnlyFolder(t *testing.T) {
	t.Parallel()
	w := install.Where{Data: filepath.Join(t.TempDir(), "data")}
	if err := mustOpen(t, w, install.Write).Close(); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{filepath.Dir(filepath.Dir(w.Data)), filepath.Dir(w.Data)} {
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for path, mode := range map[string]os.FileMode{"huiyin.db": 0o444, "lock": 0o444, ".": 0o555} {
		if err := os.Chmod(filepath.Join(w.Data, path), mode); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { _ = os.Chmod(w.Data, 0o755) }) // or it could not be taken away
	asNobody(t, func() {
		for _, mode := range []install.Mode{install.Write, install.Serve} {
			if db, err := open(w, mode); !errors.Is(err, install.ErrReadOnly) {
				t.Errorf("mode %d on a read-only folder: %v, %v", mode, db, err)
			}
		}
		db, err := open(w, install.Read)
		if err != nil {
			t.Errorf("it cannot be read: %v", err)
			return
		}
		if _, err := db.Verify(t.Context()); err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
}
