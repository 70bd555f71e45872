package e2e_test

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/huiyin/huiyin/internal/testkit/browser"
)

// act does an act on the matter that is open: unfolds its form where it is folded, fills the fields by their
// labels and presses its button. fields are label, value, label, value, …; the value of a choice is the text
// beside it.
func (v *visitor) act(name string, fields ...string) {
	v.t.Helper()
	v.Click(v.fill(name, fields...))
}

// fill prepares an act without sending it, and gives the selector of its button.
func (v *visitor) fill(name string, fields ...string) string {
	v.t.Helper()
	form := v.unfold(name)
	v.enter(form, fields...)
	return form + sends
}

// sends is the button of a form that sends it, not one that keeps a draft, previews or looks for similar ones.
const sends = " button:not([formaction]):not([data-look])"

// unfold shows the form of an act and gives its selector.
func (v *visitor) unfold(name string) string {
	v.t.Helper()
	form := v.form(name)
	if v.Count(form+" button") == 0 {
		v.Click(name)
	}
	return form
}

// form is the selector of the form whose button has that name.
func (v *visitor) form(button string) string {
	v.t.Helper()
	found := browser.Eval[[]string](v.Browser, script(`(name) => [...document.forms]
  .filter((f) => [...f.querySelectorAll("button")].some((b) => b.textContent.trim() === name))
  .map((f) => f.getAttribute("action"))`, button))
	if len(found) != 1 {
		v.t.Fatalf("%d forms have a button %q at %s; the page reads: %s", len(found), button, v.URL(), v.Text("main"))
	}
	return `form[action="` + found[0] + `"]`
}

// enter fills the fields of a form by their labels.
func (v *visitor) enter(form string, fields ...string) {
	v.t.Helper()
	for i := 0; i+1 < len(fields); i += 2 {
		v.put(form, fields[i], fields[i+1])
	}
}

func (v *visitor) put(form, label, value string) {
	v.t.Helper()
	f := v.field(form, label)
	switch {
	case f.Type == "radio":
		option, ok := f.Options[value]
		if !ok {
			v.t.Fatalf("%q has no option %q at %s, but %v", label, value, v.URL(), f.Options)
		}
		v.Click(form + ` label:has(` + option + `)`)
	case f.Type == "checkbox":
		if f.Value != value {
			v.Click(form + ` label:has(` + f.Selector + `)`)
		}
	case f.Tag == "select":
		v.Select(form+" "+f.Selector, value)
	default:
		v.Fill(form+" "+f.Selector, value)
	}
}

// press presses a button and does not wait for what comes of it: two people, or two fingers, at the same time.
func (v *visitor) press(button string) {
	v.t.Helper()
	browser.Eval[bool](v.Browser, script(`(button) => { document.querySelector(button).click(); return true; }`, button))
}

// sendTwice sends a form twice, past the script that would hold the second back: a nervous finger where scripts are off.
func (v *visitor) sendTwice(form string) {
	v.t.Helper()
	browser.Eval[bool](v.Browser, script(`(form) => {
  const f = document.querySelector(form);
  f.submit();
  setTimeout(() => f.submit(), 50); // in a task of its own, or it would take the place of the first
  return true;
}`, form))
}

// typed is what the field with that label holds in the form.
func (v *visitor) typed(form, label string) string {
	v.t.Helper()
	return v.field(form, label).Value
}

// field is one field of a form.
type field struct {
	Selector string            `json:"selector"`
	Tag      string            `json:"tag"`
	Type     string            `json:"type"`
	Value    string            `json:"value"`   // of a choice: its text
	Options  map[string]string `json:"options"` // of radio buttons: selectors by text
}

// field finds a field by its label: the whole label, or its beginning (what follows says "optional").
func (v *visitor) field(form, label string) field {
	v.t.Helper()
	found := browser.Eval[[]field](v.Browser, script(fieldScript, form, label))
	if len(found) != 1 {
		v.t.Fatalf("%d fields are called %q in %s at %s; the form reads: %s", len(found), label, form, v.URL(), v.Text(form))
	}
	return found[0]
}

const fieldScript = `(formSelector, wanted) => {
  const form = document.querySelector(formSelector);
  const fold = (s) => s.replace(/\s+/g, " ").trim();
  const own = (label) => {
    const copy = label.cloneNode(true);
    copy.querySelectorAll("input, select, textarea").forEach((c) => c.remove());
    return fold(copy.textContent);
  };
  const fits = (all) => {
    const exact = all.filter((x) => x.text === wanted);
    return exact.length > 0 ? exact : all.filter((x) => x.text.startsWith(wanted));
  };
  const sets = [...form.querySelectorAll("fieldset")].map((e) => ({ e, text: fold(e.querySelector("legend").textContent) }));
  const labels = [...form.querySelectorAll("label")].filter((e) => !e.closest("fieldset")).map((e) => ({ e, text: own(e) }));
  return fits(sets.concat(labels)).map(({ e }) => {
    if (e.localName === "fieldset") {
      const radios = [...e.querySelectorAll("input[type=radio]")];
      const checked = radios.find((r) => r.checked);
      return {
        tag: "input", type: "radio", value: checked ? own(checked.closest("label")) : "",
        options: Object.fromEntries(radios.map((r) => [own(r.closest("label")), 'input[name="' + r.name + '"][value="' + r.value + '"]'])),
      };
    }
    const c = e.control;
    let value = c.value;
    if (c.type === "checkbox") { value = c.checked ? "yes" : "no"; }
    if (c.localName === "select") { value = c.selectedIndex < 0 ? "" : fold(c.selectedOptions[0].textContent); }
    return { selector: "#" + CSS.escape(c.id), tag: c.localName, type: c.type, value };
  });
}`

// script writes a call of a JavaScript function with arguments.
func script(function string, args ...any) string {
	texts := make([]string, len(args))
	for i, arg := range args {
		text, err := json.Marshal(arg)
		if err != nil {
			panic(fmt.Sprintf("argument %d: %v", i, err)) // strings and numbers only
		}
		texts[i] = string(text)
	}
	return "(" + function + ")(" + strings.Join(texts, ", ") + ")"
}
