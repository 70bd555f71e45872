package web

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// texts reads a locale file: the forms of each text by key.
func texts(t *testing.T, l lang.Lang) map[string]map[string]string {
	t.Helper()
	file, err := readLocale(l)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string]string{}
	for key, value := range file {
		out[key] = map[string]string{}
		switch v := value.(type) {
		case string:
			out[key]["other"] = v
		case map[string]any:
			for form, text := range v {
				s, ok := text.(string)
				if !ok {
					t.Fatalf("%s: %s.%s is no text", l, key, form)
				}
				out[key][form] = s
			}
		default:
			t.Fatalf("%s: %s is no text", l, key)
		}
	}
	return out
}

var placeholder = regexp.MustCompile(`\{\{\.\w+\}\}`)

func TestBothLanguagesSayTheSame(t *testing.T) {
	t.Parallel()
	zh, en := texts(t, lang.ZH), texts(t, lang.EN)
	for key := range zh {
		if en[key] == nil {
			t.Errorf("%s is missing in English", key)
		}
	}
	for key, forms := range en {
		if zh[key] == nil {
			t.Errorf("%s is missing in Chinese", key)
			continue
		}
		want := marksIn(zh[key]["other"])
		for form, text := range forms {
			if got := marksIn(text); !slices.Equal(got, want) {
				t.Errorf("%s.%s shows %v, the Chinese shows %v", key, form, got, want)
			}
			if strings.TrimSpace(text) == "" || strings.TrimSpace(zh[key]["other"]) == "" {
				t.Errorf("%s is empty", key)
			}
			if key != "frame.otherLanguage" && hasHan(text) {
				t.Errorf("%s: there is Chinese in the English %q", key, text)
			}
		}
		if forms["other"] != "" && strings.Contains(zh[key]["other"], ",") {
			t.Errorf("%s: the Chinese has a Western comma: %q", key, zh[key]["other"])
		}
	}
}

func marksIn(text string) []string {
	all := placeholder.FindAllString(text, -1)
	slices.Sort(all)
	return all
}

func hasHan(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff })
}

// keyUse finds keys where they are used: as T("…"), N("…"), or a literal that is a key.
var keyUse = regexp.MustCompile(`"([a-z]\w*(?:\.\w+)+)"`)

// textUse finds the keys that a page asks for outright.
var textUse = regexp.MustCompile(`\b[TN]\("([a-z][\w.]*)"[,)]`)

// families are the keys that are put together from a prefix and a value that data or code gives.
func families() map[string][]string {
	f := map[string][]string{
		"ending.": {"confirmed", "declined", "withdrawn", "merged", "notRated", "historic"},
		"rating.": {rulebook.Satisfied, rulebook.Basically, rulebook.NotSatisfied},
		"basis.":  {string(rulebook.Law), string(rulebook.Local), string(rulebook.Default)},
		"raise.": {
			"title", "title.hint", "text", "text.hint", "station", "station.hint", "behalf", "behalf.resident", "behalf.own",
			"on", "on.hint", "name", "contact", "mail", "mail.hint", "consent", "consent.hint", "public", "public.hint", "publicFiles",
		},
		"notices.":   {"remind", "urge", "up", "answer", "receipt"},
		"jobs.":      {"day", "remind", "urge", "answer", "receipt", "mail"},
		"sent.mail.": {"queued", "sending", "sent", "doubtful", "failed", "void"},
		"figures.":   {"months", "months.how", "units", "units.how", "categories", "categories.how"},
		"act.":       {"answer", "confirm", "return", "redo", "reopen", "withdraw", "merge", "note"},
	}
	for _, d := range []access.Door{access.DeputyDoor, access.OfficeDoor, access.UnitDoor, access.LeaderDoor} {
		f["door."] = append(f["door."], string(d), string(d)+".about", string(d)+".empty")
	}
	for _, p := range rulebook.Phases {
		f["phase."] = append(f["phase."], string(p), string(p)+".gloss", string(p)+".says")
	}
	for _, k := range matter.FailureKinds {
		f["failure."] = append(f["failure."], string(k))
	}
	return f
}

func TestEveryTextIsThereAndUsed(t *testing.T) {
	t.Parallel()
	known := texts(t, lang.ZH)
	used := map[string]bool{}
	for prefix, names := range families() {
		for _, name := range names {
			used[prefix+name] = true
			if known[prefix+name] == nil {
				t.Errorf("%s is put together in code but there is no such text", prefix+name)
			}
		}
	}
	for _, pattern := range []string{"*.go", "*.templ"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_templ.go") || strings.HasSuffix(file, "_test.go") {
				continue
			}
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range textUse.FindAllStringSubmatch(string(src), -1) {
				if known[m[1]] == nil {
					t.Errorf("%s asks for %s, which is no text", file, m[1])
				}
			}
			for _, m := range keyUse.FindAllStringSubmatch(string(src), -1) {
				used[m[1]] = true
			}
			if strings.Contains(string(src), `T("brand")`) {
				used["brand"] = true
			}
		}
	}
	for key := range known {
		if !used[key] {
			t.Errorf("%s is used nowhere", key)
		}
	}
}

func TestMissingTextsAreSeen(t *testing.T) {
	t.Parallel()
	s := &Say{Lang: lang.EN, Zone: defaultZone, words: newWords()}
	if got := s.T("no.such.text"); got != "⟦no.such.text⟧" {
		t.Fatalf("a missing text reads %q", got)
	}
}

func TestPlurals(t *testing.T) {
	t.Parallel()
	en, zh := &Say{Lang: lang.EN, words: newWords()}, &Say{Lang: lang.ZH, words: newWords()}
	for n, want := range map[int][2]string{
		1:     {"1 day overdue", "逾期 1 天"},
		2:     {"2 days overdue", "逾期 2 天"},
		12345: {"12,345 days overdue", "逾期 12,345 天"},
	} {
		if got := en.N("clock.late", n); got != want[0] {
			t.Errorf("%d reads %q, want %q", n, got, want[0])
		}
		if got := zh.N("clock.late", n); got != want[1] {
			t.Errorf("%d reads %q, want %q", n, got, want[1])
		}
	}
}
