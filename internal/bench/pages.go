package bench

import (
	"context"
	"io"
	"time"
)

// PageTime is how long one page took at one size.
type PageTime struct {
	Page string        `json:"page"`
	Who  string        `json:"who"`
	Size int           `json:"finishedMatters"`
	P50  time.Duration `json:"p50ns"`
	P99  time.Duration `json:"p99ns"`
}

// Fill is how long filling took.
type Fill struct {
	Size int           `json:"finishedMatters"`
	Took time.Duration `json:"tookNs"`
}

func (a *arena) pages(ctx context.Context) ([]PageTime, []Fill, error) { return nil, nil, nil }

func printPages(w io.Writer, r Report) {}
