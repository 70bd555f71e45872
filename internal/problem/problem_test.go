package problem

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/lang"
)

func TestOfHidesInternalText(t *testing.T) {
	t.Parallel()
	p := Of(errors.New("dial tcp 10.0.0.1: password=secret"))
	if p.Kind != Internal || p.Kind.Status() != 500 {
		t.Fatalf("kind %v status %d", p.Kind, p.Kind.Status())
	}
	for _, l := range lang.All {
		if strings.Contains(p.Text.In(l), "secret") {
			t.Fatalf("the safe text in %s gives the cause away: %q", l, p.Text.In(l))
		}
	}
}

func TestProblemSurvivesWrapping(t *testing.T) {
	t.Parallel()
	base := New(Conflict, "staleRevision", "旧", "stale")
	err := fmt.Errorf("act: %w", base.With("reason", lang.T("缺", "missing")))
	if KindOf(err) != Conflict || !errors.Is(err, base) {
		t.Fatalf("lost its kind or code: %v", err)
	}
	if base.Fields != nil {
		t.Fatal("With changed the problem it was called on")
	}
	if got := Of(err).Fields["reason"].EN; got != "missing" {
		t.Fatalf("field text = %q", got)
	}
}
