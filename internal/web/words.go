package web

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"github.com/huiyin/huiyin/internal/lang"
)

// Each language is a folder; its files are one set of texts, parted by subject so that a text is easily found.
//
//go:embed locale/*/*.json
var locales embed.FS

// words are the fixed texts in both languages. Most have no placeholder and are kept ready: a page asks
// for hundreds.
type words struct {
	ready  map[lang.Lang]map[string]string
	speaks map[lang.Lang]*i18n.Localizer
}

// newWords reads the locale files, which are part of the program: a mistake in them is found by the first
// test, so it panics.
func newWords() *words {
	w := &words{ready: map[lang.Lang]map[string]string{}, speaks: map[lang.Lang]*i18n.Localizer{}}
	bundle := i18n.NewBundle(language.Make(string(lang.ZH)))
	for _, l := range lang.All {
		texts, err := readLocale(l)
		if err != nil {
			panic(err)
		}
		raw, err := json.Marshal(texts)
		if err != nil {
			panic(err)
		}
		bundle.MustParseMessageFileBytes(raw, string(l)+".json")
		w.ready[l] = map[string]string{}
		for key, t := range texts {
			if plain, ok := t.(string); ok && !strings.Contains(plain, "{{") {
				w.ready[l][key] = plain
			}
		}
	}
	for _, l := range lang.All {
		w.speaks[l] = i18n.NewLocalizer(bundle, string(l))
	}
	return w
}

// readLocale reads every file of a language. A key that two files have is a mistake.
func readLocale(l lang.Lang) (map[string]any, error) {
	files, err := fs.Glob(locales, "locale/"+string(l)+"/*.json")
	if err != nil {
		return nil, err
	}
	all := map[string]any{}
	for _, name := range files {
		raw, err := fs.ReadFile(locales, name)
		if err != nil {
			return nil, err
		}
		var texts map[string]any
		if err := json.Unmarshal(raw, &texts); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for key, text := range texts {
			if _, twice := all[key]; twice {
				return nil, fmt.Errorf("%s: %s is in another file too", name, key)
			}
			all[key] = text
		}
	}
	return all, nil
}

// text gives the text of a key. A key that is missing shows itself in brackets that tests look for.
func (w *words) text(l lang.Lang, key string, args []any) string {
	if t, ok := w.ready[l][key]; ok {
		return t
	}
	data := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		data[fmt.Sprint(args[i])] = args[i+1]
	}
	return w.localize(l, &i18n.LocalizeConfig{MessageID: key, TemplateData: data})
}

// has reports whether a text without placeholders exists.
func (w *words) has(l lang.Lang, key string) bool {
	_, ok := w.ready[l][key]
	return ok
}

func (w *words) plural(l lang.Lang, key string, n int, shown string) string {
	if t, ok := w.ready[l][key]; ok {
		return t
	}
	return w.localize(l, &i18n.LocalizeConfig{MessageID: key, PluralCount: n, TemplateData: map[string]any{"N": shown}})
}

func (w *words) localize(l lang.Lang, c *i18n.LocalizeConfig) string {
	t, err := w.speaks[l].Localize(c)
	if err != nil {
		return "⟦" + c.MessageID + "⟧"
	}
	return t
}
