package pgtest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// errNotInstalled is the whole answer a reader needs: what is missing and how
// to get it.
var errNotInstalled = errors.New("PostgreSQL's server programs (initdb, postgres) are not on this machine. " +
	"Install them: run `make test` as root on Debian or Ubuntu, or `sudo apt-get install postgresql`, " +
	"or set " + EnvURL + " to the URL of a server where databases may be created")

// findBin returns the folder with initdb, postgres and pg_ctl. Debian keeps
// them out of PATH, in a folder per major version; the newest one is taken.
func findBin() (string, error) {
	var dirs []string
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin",               // Debian, Ubuntu
		"/usr/pgsql-*/bin",                        // packages of the PostgreSQL project for RPM systems
		"/opt/homebrew/opt/postgresql@*/bin",      // macOS
		"/usr/local/opt/postgresql@*/bin",         // macOS on Intel
		"/Applications/Postgres.app/*/latest/bin", // macOS
	} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			return "", fmt.Errorf("look for PostgreSQL: %w", err)
		}
		dirs = append(dirs, found...)
	}
	slices.SortStableFunc(dirs, func(a, b string) int { return majorOf(b) - majorOf(a) })
	if inPath, err := exec.LookPath("initdb"); err == nil {
		if program, err := filepath.EvalSymlinks(inPath); err == nil {
			dirs = append(dirs, filepath.Dir(program))
		}
	}
	for _, dir := range dirs {
		if isProgram(dir, "initdb") && isProgram(dir, "postgres") && isProgram(dir, "pg_ctl") {
			return dir, nil
		}
	}
	return "", errNotInstalled
}

// majorOf reads the version number out of a path such as
// /usr/lib/postgresql/15/bin, or 0.
func majorOf(dir string) int {
	digits := strings.FieldsFunc(dir, func(r rune) bool { return r < '0' || r > '9' })
	if len(digits) == 0 {
		return 0
	}
	n, err := strconv.Atoi(digits[0])
	if err != nil {
		return 0
	}
	return n
}

func isProgram(dir, name string) bool {
	info, err := os.Stat(filepath.Join(dir, name))
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}

// account is whom the server runs as. The zero account is the user of the test
// process.
type account struct{ credential *syscall.Credential }

// serverAccount answers whom the server runs as: PostgreSQL refuses to run as
// root, so root lends it the account that the package made for it.
func serverAccount() (account, error) {
	if os.Geteuid() != 0 {
		return account{}, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(u.Uid, 10, 32)
		if err != nil {
			return account{}, fmt.Errorf("user id of %s: %w", name, err)
		}
		gid, err := strconv.ParseUint(u.Gid, 10, 32)
		if err != nil {
			return account{}, fmt.Errorf("group id of %s: %w", name, err)
		}
		return account{&syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, nil
	}
	return account{}, errors.New("PostgreSQL does not run as root, and this machine has neither a user postgres nor a user nobody")
}

// makeDir creates the server's folder where its account can reach it. TMPDIR
// of a root shell is often closed to others; /tmp is not.
func (a account) makeDir() (string, error) {
	base := os.TempDir()
	if a.credential != nil && !openToAll(base) {
		base = "/tmp"
	}
	dir, err := os.MkdirTemp(base, "huiyin-pg-")
	if err != nil {
		return "", fmt.Errorf("make a folder for PostgreSQL: %w", err)
	}
	if a.credential != nil {
		if err := os.Chown(dir, int(a.credential.Uid), int(a.credential.Gid)); err != nil {
			return "", fmt.Errorf("give %s to PostgreSQL's account: %w", dir, err)
		}
	}
	return dir, nil
}

// openToAll reports whether every folder on the way to dir may be entered by
// anyone.
func openToAll(dir string) bool {
	for {
		info, err := os.Stat(dir)
		if err != nil || info.Mode()&0o001 == 0 {
			return false
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return true
		}
		dir = parent
	}
}

// procAttr starts a process as the account, in a process group of its own so
// that Ctrl-C at the terminal reaches the tests and not the server.
func (a account) procAttr() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Credential: a.credential}
}
