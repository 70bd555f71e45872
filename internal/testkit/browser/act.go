package browser

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Open goes to an address and waits until the page is at rest.
func (b *Browser) Open(address string) {
	b.t.Helper()
	_, err := run(b, chromedp.Navigate(address))
	b.done("open "+address, err)
}

// Reload loads the page again.
func (b *Browser) Reload() {
	b.t.Helper()
	_, err := run(b, chromedp.Reload())
	b.done("reload", err)
}

// Back does what the back button does.
func (b *Browser) Back() {
	b.t.Helper()
	// Chromium brings the page back from memory, without a load event to wait
	// for; settle sees when it is there.
	_, err := run(b, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		h, err := cdp.Call(ctx, t, page.GetNavigationHistory, cdp.Empty{})
		if err != nil {
			return err
		}
		if h.CurrentIndex < 1 {
			return errors.New("there is no page before this one")
		}
		_, err = cdp.Call(ctx, t, page.NavigateToHistoryEntry, page.NavigateToHistoryEntryParams{
			EntryID: h.Entries[h.CurrentIndex-1].ID,
		})
		return err
	}))
	b.done("go back", err)
}

// Click clicks on the link, button or label with that text, or else on the
// element for that selector. The text may be a part of the whole; exactly one
// visible element must fit, and nothing may lie over it.
func (b *Browser) Click(name string) {
	b.t.Helper()
	e, err := b.find("click", name)
	if err == nil && e.CoveredBy != "" {
		err = fmt.Errorf("something lies over it: %s", e.CoveredBy)
	}
	if err == nil {
		_, err = run(b, chromedp.MouseClickXY(e.X, e.Y))
	}
	b.done(fmt.Sprintf("click %q", name), err)
}

// Fill puts text into the field with that label, name or selector, in place of
// what is there.
func (b *Browser) Fill(label, text string) {
	b.t.Helper()
	b.done(fmt.Sprintf("fill in %q", label), b.fill(label, text))
}

func (b *Browser) fill(label, text string) error {
	e, err := b.find("field", label)
	if err != nil {
		return err
	}
	typed := e.Tag == "textarea" || slices.Contains([]string{"text", "search", "email", "tel", "url", "password"}, e.Type)
	if !typed || text == "" {
		// A date is put together in parts that differ with the language; what the
		// page gets in the end is the value and its two events.
		_, err = run(b, chromedp.Evaluate[chromedp.Void](call(setScript, text)))
	} else {
		_, err = run(b, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			if _, err := chromedp.Evaluate[chromedp.Void]("huiyinTarget.focus(), huiyinTarget.select()")(ctx, t); err != nil {
				return err
			}
			_, err := cdp.Call(ctx, t, input.InsertText, input.InsertTextParams{Text: text})
			return err
		}))
	}
	if err != nil {
		return err
	}
	got, err := run(b, chromedp.Evaluate[string]("huiyinTarget.value ?? huiyinTarget.textContent"))
	if err != nil {
		return err
	}
	if got != text {
		return fmt.Errorf("the field holds %q after %q was typed", got, text)
	}
	return nil
}

const setScript = `(text) => {
  const e = globalThis.huiyinTarget;
  e.focus();
  if (e.isContentEditable) { e.textContent = text; } else { e.value = text; }
  e.dispatchEvent(new Event("input", { bubbles: true }));
  e.dispatchEvent(new Event("change", { bubbles: true }));
}`

// Select chooses the option with that text in the list with that label.
func (b *Browser) Select(label, option string) {
	b.t.Helper()
	_, err := b.find("field", label)
	if err == nil {
		var wrong string
		wrong, err = run(b, chromedp.Evaluate[string](call(selectScript, option)))
		if err == nil && wrong != "" {
			err = errors.New(wrong)
		}
	}
	b.done(fmt.Sprintf("choose %q in %q", option, label), err)
}

const selectScript = `(wanted) => {
  const e = globalThis.huiyinTarget;
  if (e.localName !== "select") { return "it is no list to choose from"; }
  const text = (o) => o.label.replace(/\s+/g, " ").trim();
  const options = [...e.options].filter((o) => !o.disabled);
  const found = options.find((o) => text(o) === wanted) || options.find((o) => text(o).includes(wanted));
  if (!found) { return "the options are: " + options.map(text).join(" | "); }
  e.focus();
  found.selected = true;
  e.dispatchEvent(new Event("input", { bubbles: true }));
  e.dispatchEvent(new Event("change", { bubbles: true }));
  return "";
}`

// Upload puts a file into the field with that label.
func (b *Browser) Upload(label, file string) {
	b.t.Helper()
	_, err := b.find("field", label)
	if err == nil {
		file, err = filepath.Abs(file)
	}
	if err == nil {
		_, err = run(b, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			res, err := cdp.Call(ctx, t, runtime.Evaluate, runtime.EvaluateParams{Expression: "huiyinTarget"})
			if err != nil {
				return err
			}
			_, err = cdp.Call(ctx, t, dom.SetFileInputFiles, dom.SetFileInputFilesParams{
				Files: []string{file}, ObjectID: res.Result.ObjectID,
			})
			return err
		}))
	}
	b.done(fmt.Sprintf("upload into %q", label), err)
}

var keys = map[string]string{
	"Enter": kb.Enter, "Tab": kb.Tab, "Escape": kb.Escape, "Space": " ", "Backspace": kb.Backspace,
	"ArrowUp": kb.ArrowUp, "ArrowDown": kb.ArrowDown, "ArrowLeft": kb.ArrowLeft, "ArrowRight": kb.ArrowRight,
	"Home": kb.Home, "End": kb.End,
}

// Press presses a key by its name ("Enter", "Tab", "Shift+Tab", "Escape",
// "Space", "ArrowDown", …), or types the text if it is no name.
func (b *Browser) Press(key string) {
	b.t.Helper()
	var options []chromedp.KeyOption
	name, shifted := strings.CutPrefix(key, "Shift+")
	if shifted {
		options = append(options, chromedp.KeyModifiers(chromedp.ModifierShift))
	}
	text, ok := keys[name]
	if !ok {
		text = name
	}
	_, err := run(b, chromedp.KeyEvent(text, options...))
	b.done(fmt.Sprintf("press %q", key), err)
}

// done waits until the page is at rest, or ends the test with the error.
func (b *Browser) done(what string, err error) {
	b.t.Helper()
	if err == nil {
		err = b.settle()
	}
	if err != nil {
		b.fatal(what, err)
	}
}
