package bench

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strings"
)

// Machine is what the figures were taken on.
type Machine struct {
	CPU    string `json:"cpu"`
	Cores  int    `json:"cores"`
	Memory string `json:"memory,omitempty"`
	System string `json:"system"`
	Go     string `json:"go"`
	Engine string `json:"engine"`
}

func (m Machine) String() string {
	return fmt.Sprintf("%s, %d cores, %s, %s, %s, %s", m.CPU, m.Cores, m.Memory, m.System, m.Go, m.Engine)
}

func machine(ctx context.Context, g *ground) Machine {
	m := Machine{
		CPU: firstField("/proc/cpuinfo", "model name"), Cores: runtime.GOMAXPROCS(0), Memory: firstField("/proc/meminfo", "MemTotal"),
		System: runtime.GOOS + "/" + runtime.GOARCH, Go: runtime.Version(), Engine: "SQLite",
	}
	if b, err := os.ReadFile("/proc/sys/kernel/osrelease"); err == nil {
		m.System += " " + strings.TrimSpace(string(b))
	}
	if g.admin != nil {
		var v string
		if g.admin.QueryRowContext(ctx, "SHOW server_version").Scan(&v) == nil {
			m.Engine = "PostgreSQL " + v
		}
	}
	return m
}

// firstField reads "name : value" from a file of the system; empty where there is none.
func firstField(file, name string) string {
	b, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(b)) {
		if k, v, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(k) == name {
			return strings.TrimSpace(v)
		}
	}
	return ""
}

// loadAverage says how busy the machine was: figures of a busy machine are worth less than ratios.
func loadAverage() string {
	b, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	f := strings.Fields(string(b))
	return strings.Join(f[:min(3, len(f))], " ")
}
