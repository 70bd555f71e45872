package archtest

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// vendored are the folders for browser files that are not ours.
var vendored = []string{"e2e/thirdparty", "internal/web/vendor"}

// Every file that is not ours is listed with its package, version, licence and
// checksum in scripts/vendor-web.tsv, is what the list says, and nothing else
// lies beside it.
func TestVendoredFilesAreWhatTheListSays(t *testing.T) {
	t.Parallel()
	listed := map[string]bool{}
	for line := range strings.Lines(string(read(t, "scripts/vendor-web.tsv"))) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		columns := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(columns) != 6 {
			t.Errorf("scripts/vendor-web.tsv: %q has %d columns, want 6", line, len(columns))
			continue
		}
		file, want := columns[0], columns[5]
		listed[file] = true
		if sum := sha256.Sum256(read(t, file)); hex.EncodeToString(sum[:]) != want {
			t.Errorf("%s is not the file of %s %s that the list names: its checksum differs", file, columns[1], columns[2])
		}
		notice := string(read(t, filepath.ToSlash(filepath.Join(filepath.Dir(file), "VENDOR.md"))))
		for _, fact := range []string{columns[1], columns[2], columns[4], want} {
			if !strings.Contains(notice, fact) {
				t.Errorf("VENDOR.md beside %s does not say %s; run: make vendor-web", file, fact)
			}
		}
	}
	if len(listed) == 0 {
		t.Fatalf("the list is empty")
	}
	for _, dir := range vendored {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || d.Name() == "VENDOR.md" || strings.HasSuffix(path, ".go") {
				return err
			}
			name, err := filepath.Rel(root, path)
			if err == nil && !listed[filepath.ToSlash(name)] {
				t.Errorf("%s is not listed in scripts/vendor-web.tsv", name)
			}
			return err
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Error(err)
		}
	}
}
