//go:build unix

package bench

import (
	"fmt"
	"syscall"
	"time"
)

// ownUsage is what this process has used.
func ownUsage() (Usage, error) {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return Usage{}, fmt.Errorf("bench: usage: %w", err)
	}
	u := Usage{CPU: time.Duration(r.Utime.Nano() + r.Stime.Nano())}
	u.RSS, u.Peak = procMemory()
	return u, nil
}
