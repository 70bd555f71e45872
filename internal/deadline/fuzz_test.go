package deadline

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// Whatever a file holds, loading it gives arrangements that a calendar takes, or a refusal.
func fuzzLoad(f *testing.F, format Format, seeds ...string) {
	for _, name := range seeds {
		text, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		all, err := Load(bytes.NewReader(text), format)
		if err != nil {
			return
		}
		for _, a := range all {
			cal, err := Calendar{}.With(a)
			if a.Amends {
				cal, err = Builtin().With(a)
			}
			if err != nil {
				if a.Amends {
					continue // a change of a year that is not there
				}
				t.Fatalf("loaded but not taken: %v", err)
			}
			for _, e := range a.Entries {
				if cal.Workday(e.Date) != e.Work {
					t.Fatalf("%s: worked %v, loaded %+v", e.Date, cal.Workday(e.Date), e)
				}
			}
		}
	})
}

func FuzzLoadJSON(f *testing.F) {
	f.Add([]byte(`{"year":2026,"amends":true,"days":[{"date":"2026-05-09","kind":"off","name":"劳动节"}]}`))
	fuzzLoad(f, JSON, "own.json", "feed.json")
}

func FuzzLoadICS(f *testing.F) { fuzzLoad(f, ICS, "feed.ics", "phone.ics", "years.ics") }

// FuzzParseTerm: what is read as a term is a term that can be stored and read back.
func FuzzParseTerm(f *testing.F) {
	for _, s := range []string{"3 months", "10个工作日", "三十五日", "半年", "20 days, roll none"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		term, err := ParseTerm(s)
		if err != nil {
			return
		}
		if back, err := ParseTerm(term.String()); err != nil || back != term || term.Validate() != nil {
			t.Fatalf("%q is %+v, which comes back as %+v, %v", s, term, back, err)
		}
		if Due(MustDate("2026-07-01"), term, Builtin()).Due.IsZero() {
			t.Fatalf("%q has no due day", s)
		}
	})
}

// FuzzParseDate: one text form for each day.
func FuzzParseDate(f *testing.F) {
	f.Add("2026-07-01")
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := ParseDate(s); err == nil && d.String() != s {
			t.Fatalf("%q is %s", s, d)
		}
	})
}
