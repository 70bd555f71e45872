package bench

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Sample is one run of one contestant, or the median of several, member by member.
type Sample struct {
	Acts      int           `json:"acts"`
	Rate      float64       `json:"actsPerSecond"`
	P50       time.Duration `json:"p50ns"`
	P99       time.Duration `json:"p99ns"`
	CPU       time.Duration `json:"serverCPUPerActNs"`
	EngineCPU time.Duration `json:"engineCPUPerActNs"` // of a PostgreSQL server on this machine
	ClientCPU time.Duration `json:"clientCPUPerActNs"`
	RSS       int64         `json:"memoryBytes"`
	Peak      int64         `json:"peakMemoryBytes"`
}

// Ratio compares Huiyin with another: 1 is as fast, 0.6 does 60 % of its acts in the same time, or needs 1/0.6 of
// its processor time.
type Ratio struct {
	Rate float64 `json:"actsPerSecond"`
	CPU  float64 `json:"cpuPerAct"`
}

// Level is what was measured at one number of clients.
type Level struct {
	Clients int               `json:"clients"`
	By      map[string]Sample `json:"medians"`
	ToFloor Ratio             `json:"toFloor"`
	ToRaw   Ratio             `json:"toRaw"`
}

// Weight is what a database takes on the disk.
type Weight struct {
	Bytes   int64 `json:"bytes"`
	Matters int64 `json:"matters"`
}

// Report is everything that a measurement found.
type Report struct {
	Machine Machine           `json:"machine"`
	Engine  string            `json:"engine"`
	Began   time.Time         `json:"began"`
	Took    time.Duration     `json:"tookNs"`
	Load    string            `json:"loadAverage"`
	Durable map[string]string `json:"durable"`
	Levels  []Level           `json:"levels"`
	Disk    map[string]Weight `json:"disk"`
	Pages   []PageTime        `json:"pages,omitempty"`
	Fills   []Fill            `json:"fills,omitempty"`
	Floor   []string          `json:"floorStatements"`
	Writes  []string          `json:"writesPerLifecycle"`
}

func medians(s []Sample) Sample {
	return Sample{
		Acts: median(s, func(x Sample) int { return x.Acts }), Rate: median(s, func(x Sample) float64 { return x.Rate }),
		P50: median(s, func(x Sample) time.Duration { return x.P50 }), P99: median(s, func(x Sample) time.Duration { return x.P99 }),
		CPU: median(s, func(x Sample) time.Duration { return x.CPU }), EngineCPU: median(s, func(x Sample) time.Duration { return x.EngineCPU }),
		ClientCPU: median(s, func(x Sample) time.Duration { return x.ClientCPU }),
		RSS:       median(s, func(x Sample) int64 { return x.RSS }), Peak: median(s, func(x Sample) int64 { return x.Peak }),
	}
}

func median[S any, T cmp.Ordered](all []S, of func(S) T) T {
	var zero T
	if len(all) == 0 {
		return zero
	}
	v := make([]T, len(all))
	for i, x := range all {
		v[i] = of(x)
	}
	slices.Sort(v)
	return v[len(v)/2]
}

// ratios is the median of what each round gave: a slow moment of the machine strikes both of a round.
func ratios(mine, other []Sample) Ratio {
	type pair struct{ rate, cpu float64 }
	var all []pair
	for i := range min(len(mine), len(other)) {
		m, o := mine[i], other[i]
		all = append(all, pair{m.Rate / o.Rate, float64(o.CPU+o.EngineCPU) / float64(max(1, m.CPU+m.EngineCPU))})
	}
	return Ratio{median(all, func(p pair) float64 { return p.rate }), median(all, func(p pair) float64 { return p.cpu })}
}

// Print writes the report for people.
func (r Report) Print(w io.Writer) {
	fmt.Fprintf(w, "\nmachine   %s\nengine    %s   %s\nload      %s\n", r.Machine, r.Engine, pairs(r.Durable), r.Load)
	fmt.Fprintf(w, "\n%-8s %-7s %9s %9s %9s %11s %11s %11s %9s\n", "clients", "who", "acts/s", "p50 ms", "p99 ms", "server µs", "engine µs", "client µs", "RSS MiB")
	for _, l := range r.Levels {
		for _, name := range []string{PartHuiyin, PartFloor, PartRaw} {
			s := l.By[name]
			fmt.Fprintf(w, "%-8d %-7s %9.0f %9.2f %9.2f %11.0f %11.0f %11.0f %9.0f\n", l.Clients, name, s.Rate,
				millis(s.P50), millis(s.P99), micros(s.CPU), micros(s.EngineCPU), micros(s.ClientCPU), float64(s.RSS)/(1<<20))
		}
	}
	fmt.Fprintf(w, "\n%-8s %22s %22s\n%-8s %11s %10s %11s %10s\n", "", "of the floor", "of the raw engine", "clients", "acts/s", "CPU", "acts/s", "CPU")
	for _, l := range r.Levels {
		fmt.Fprintf(w, "%-8d %10.0f%% %9.0f%% %10.0f%% %9.0f%%\n", l.Clients, 100*l.ToFloor.Rate, 100*l.ToFloor.CPU, 100*l.ToRaw.Rate, 100*l.ToRaw.CPU)
	}
	fmt.Fprintln(w)
	for _, name := range []string{PartHuiyin, PartFloor, PartRaw} {
		if d := r.Disk[name]; d.Matters > 0 {
			fmt.Fprintf(w, "disk      %-7s %6.1f kB a matter (%d matters)\n", name, float64(d.Bytes)/float64(d.Matters)/1000, d.Matters)
		}
	}
	printPages(w, r)
	fmt.Fprintf(w, "\nwrites of one lifecycle (%d acts):\n  %s\n", len(life), strings.Join(r.Writes, "\n  "))
}

func millis(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func pairs(m map[string]string) string {
	var out []string
	for k, v := range m {
		out = append(out, k+"="+v)
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}
