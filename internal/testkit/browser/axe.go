package browser

import (
	"errors"
	"fmt"
	"strings"

	"github.com/chromedp/chromedp"

	"github.com/huiyin/huiyin/e2e/thirdparty/axe"
)

// Violation is a rule of accessibility that the page breaks.
type Violation struct {
	ID      string `json:"id"`
	Impact  string `json:"impact"`
	Help    string `json:"help"`
	HelpURL string `json:"helpUrl"`
	Nodes   []struct {
		HTML    string `json:"html"`
		Target  []any  `json:"target"`
		Summary string `json:"failureSummary"`
	} `json:"nodes"`
}

// Axe checks the page with axe-core against WCAG 2.2 A and AA and its best
// practice, fails the test for each rule that is broken, and returns them.
func (b *Browser) Axe() []Violation {
	b.t.Helper()
	return b.report(b.axe(axeScript))
}

// AxeSize checks the rules alone that depend on the size of the window, on a page that passes Axe at another size from
// the same side of every media query.
func (b *Browser) AxeSize() []Violation {
	b.t.Helper()
	return b.report(b.axe(axeSizeScript))
}

func (b *Browser) report(violations []Violation, err error) []Violation {
	b.t.Helper()
	if err != nil {
		b.fatal("check accessibility", err)
	}
	for _, v := range violations {
		b.t.Errorf("browser: accessibility of %s: %v", b.URL(), v)
	}
	return violations
}

const axeScript = `axe.run(document, {
  runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"] },
  resultTypes: ["violations"],
  preload: false, // of style sheets and media, for rules that are not asked for
}).then((r) => r.violations)`

const axeSizeScript = `axe.run(document, {
  runOnly: { type: "rule", values: ["target-size", "scrollable-region-focusable", "meta-viewport"] },
  resultTypes: ["violations"],
  preload: false,
}).then((r) => r.violations)`

func (b *Browser) axe(script string) (violations []Violation, err error) {
	if b.noScript {
		// axe waits for promises, and no promise is kept while scripts are off. The
		// page's own scripts were not run when it was loaded and stay out.
		if _, err := run(b, chromedp.Func(disableScripts(false))); err != nil {
			return nil, err
		}
		defer func() {
			_, again := run(b, chromedp.Func(disableScripts(true)))
			err = errors.Join(err, again)
		}()
	}
	loaded, err := run(b, chromedp.Evaluate[bool](`typeof axe === "object"`))
	if err != nil {
		return nil, err
	}
	if !loaded {
		if _, err := run(b, chromedp.Evaluate[chromedp.Void](axe.Source)); err != nil {
			return nil, fmt.Errorf("load axe-core: %w", err)
		}
	}
	return run(b, chromedp.Evaluate[[]Violation](script, chromedp.EvalAwaitPromise))
}

// String says what is wrong, where, and how to mend it.
func (v Violation) String() string {
	var s strings.Builder
	fmt.Fprintf(&s, "%s (%s): %s", v.ID, v.Impact, v.Help)
	for _, n := range v.Nodes {
		fmt.Fprintf(&s, "\n  at %v: %s\n    %s", n.Target, clip(fold(n.HTML)), strings.ReplaceAll(n.Summary, "\n", "\n    "))
	}
	fmt.Fprintf(&s, "\n  see %s", v.HelpURL)
	return s.String()
}
