package browser

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
)

//go:embed find.js
var findScript string

// element is what find.js answers.
type element struct {
	Count     int      `json:"count"`
	Names     []string `json:"names"`
	X         float64  `json:"x"`
	Y         float64  `json:"y"`
	Tag       string   `json:"tag"`
	Type      string   `json:"type"`
	Disabled  bool     `json:"disabled"`
	CoveredBy string   `json:"coveredBy"`
}

const pollEvery = 20 * time.Millisecond

// find waits until exactly one element of the kind answers to the name. The
// page keeps it as huiyinTarget.
func (b *Browser) find(kind, name string) (element, error) {
	var e element
	err := b.until(func() error {
		var err error
		e, err = run(b, chromedp.Evaluate[element](call(findScript, kind, name)))
		switch {
		case err != nil:
			return err // the page is being replaced; the next try sees the new one
		case e.Count == 0:
			return fmt.Errorf("nothing on the page is called %q; there are: %s", name, strings.Join(e.Names, " | "))
		case e.Count > 1:
			return fmt.Errorf("%d things on the page are called %q (%s): name it more closely, or by a selector", e.Count, name, strings.Join(e.Names, " | "))
		case e.Disabled:
			return fmt.Errorf("%q is disabled", name)
		}
		return nil
	})
	return e, err
}

// until tries again and again until the condition holds. At the end of its
// patience it returns the last reason.
func (b *Browser) until(condition func() error) error {
	deadline := time.Now().Add(b.patience)
	for {
		err := condition()
		if err == nil {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("after %v: %w", b.patience, err)
		}
		select {
		case <-b.ctx.Done():
			return errors.Join(err, b.ctx.Err())
		case <-time.After(pollEvery):
		}
	}
}

// quiet is how long a page must be at rest to count as settled: the answer to
// a click may start its own request a moment later.
const quiet = 60 * time.Millisecond

// settle waits until the page has loaded, nothing is under way, and it stays so
// for a moment.
func (b *Browser) settle() error {
	var since time.Time
	return b.until(func() error {
		if b.events.busy() {
			since = time.Time{}
			return errors.New(b.events.waitingFor())
		}
		state, err := run(b, chromedp.Evaluate[string]("document.readyState"))
		if err != nil {
			since = time.Time{}
			return err
		}
		if state != "complete" {
			since = time.Time{}
			return fmt.Errorf("the page is %s", state)
		}
		if since.IsZero() {
			since = time.Now()
		}
		if time.Since(since) < quiet {
			return errors.New("the page has only just come to rest")
		}
		return nil
	})
}

// call writes a call of a JavaScript function with arguments.
func call(function string, args ...any) string {
	texts := make([]string, len(args))
	for i, arg := range args {
		text, err := json.Marshal(arg)
		if err != nil {
			panic(fmt.Sprintf("browser: argument %d: %v", i, err)) // strings and numbers only
		}
		texts[i] = string(text)
	}
	return "(" + strings.TrimSpace(stripComments(function)) + ")(" + strings.Join(texts, ", ") + ")"
}

// stripComments drops the lines before a function that only comment on it: an
// expression in brackets may begin with them, but reads better without.
func stripComments(function string) string {
	lines := strings.Split(function, "\n")
	for len(lines) > 0 && strings.HasPrefix(lines[0], "//") {
		lines = lines[1:]
	}
	return strings.Join(lines, "\n")
}
