package browser

import (
	"fmt"
	"strings"

	"github.com/chromedp/chromedp"
)

// See waits until the text is visible somewhere on the page.
func (b *Browser) See(text string) {
	b.t.Helper()
	if err := b.until(func() error {
		got, err := run(b, chromedp.Evaluate[string]("document.body.innerText"))
		if err == nil && !strings.Contains(fold(got), fold(text)) {
			err = fmt.Errorf("the page reads: %s", clip(fold(got)))
		}
		return err
	}); err != nil {
		b.fatal(fmt.Sprintf("see %q", text), err)
	}
}

// NotSee fails the test when the text is visible on the page, which is at rest
// after any action.
func (b *Browser) NotSee(text string) {
	b.t.Helper()
	if got := b.Text("body"); strings.Contains(got, fold(text)) {
		b.fatal(fmt.Sprintf("not see %q", text), fmt.Errorf("the page reads: %s", clip(got)))
	}
}

// Text waits for the first element for the selector and returns its visible
// text, white space folded.
func (b *Browser) Text(selector string) string {
	b.t.Helper()
	var text string
	if err := b.until(func() error {
		got, err := run(b, chromedp.Evaluate[*string](call(`(s) => document.querySelector(s)?.innerText ?? null`, selector)))
		if err != nil {
			return err
		}
		if got == nil {
			return fmt.Errorf("no element for %s", selector)
		}
		text = fold(*got)
		return nil
	}); err != nil {
		b.fatal("read "+selector, err)
	}
	return text
}

// WaitText waits until the text of the first element for the selector contains
// want: for parts that the page renews by itself.
func (b *Browser) WaitText(selector, want string) {
	b.t.Helper()
	if err := b.until(func() error {
		got, err := run(b, chromedp.Evaluate[string](call(`(s) => document.querySelector(s)?.innerText ?? ""`, selector)))
		if err == nil && !strings.Contains(fold(got), fold(want)) {
			err = fmt.Errorf("it reads: %s", clip(fold(got)))
		}
		return err
	}); err != nil {
		b.fatal(fmt.Sprintf("wait for %q in %s", want, selector), err)
	}
}

// Count returns how many visible elements there are for the selector now.
func (b *Browser) Count(selector string) int {
	b.t.Helper()
	return Eval[int](b, call(`(s) => [...document.querySelectorAll(s)].filter((e) => e.checkVisibility({ visibilityProperty: true })).length`, selector))
}

// Value returns what the field with that label holds.
func (b *Browser) Value(label string) string {
	b.t.Helper()
	if _, err := b.find("field", label); err != nil {
		b.fatal(fmt.Sprintf("read the field %q", label), err)
	}
	return Eval[string](b, "huiyinTarget.value")
}

// URL returns the page's address.
func (b *Browser) URL() string {
	b.t.Helper()
	return Eval[string](b, "location.href")
}

// Title returns the page's title.
func (b *Browser) Title() string {
	b.t.Helper()
	return Eval[string](b, "document.title")
}

// HTML returns the page as it is now.
func (b *Browser) HTML() string {
	b.t.Helper()
	return Eval[string](b, "document.documentElement.outerHTML")
}

// Focused describes the element that has the keyboard's focus by its tag and
// name, such as "button 交办".
func (b *Browser) Focused() string {
	b.t.Helper()
	return fold(Eval[string](b, `(() => {
  const e = document.activeElement;
  const name = e.getAttribute("aria-label") || (e.labels && [...e.labels].map((l) => l.textContent).join(" ")) || e.innerText || e.value || e.name || "";
  return e.localName + " " + name;
})()`))
}

// Dialogs returns the texts of the browser's own dialogs (confirm, alert) so
// far. Each was answered with OK.
func (b *Browser) Dialogs() []string {
	b.events.mu.Lock()
	defer b.events.mu.Unlock()
	return append([]string(nil), b.events.dialogs...)
}

// Eval runs JavaScript in the page and returns its value; a promise is waited
// for. It works with NoScript too, as long as the script needs neither promise
// nor timer.
func Eval[T any](b *Browser, script string) T {
	b.t.Helper()
	v, err := run(b, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		b.fatal("run a script", err)
	}
	return v
}

func fold(s string) string { return strings.Join(strings.Fields(s), " ") }

const clipRunes = 600

func clip(s string) string {
	if r := []rune(s); len(r) > clipRunes {
		return string(r[:clipRunes]) + "…"
	}
	return s
}
