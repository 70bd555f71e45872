package deadline

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"github.com/huiyin/huiyin/internal/problem"
)

func TestParseTerm(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Term{
		"3 months": {N: 3, Unit: Months}, "1 month": {N: 1, Unit: Months}, "12months": {N: 12, Unit: Months}, "2 Calendar Months": {N: 2, Unit: Months},
		"10 working days": {N: 10, Unit: Workdays}, "1 working day": {N: 1, Unit: Workdays}, "15 workdays": {N: 15, Unit: Workdays},
		"5 working-days": {N: 5, Unit: Workdays}, "5 business days": {N: 5, Unit: Workdays},
		"10 days": {N: 10, Unit: Days}, "1 day": {N: 1, Unit: Days}, "20 calendar days": {N: 20, Unit: Days},
		"1 year": {N: 1, Unit: Years}, "2 years": {N: 2, Unit: Years}, " 3  months ": {N: 3, Unit: Months},
		"3个月": {N: 3, Unit: Months}, "3 个月": {N: 3, Unit: Months}, "三个月": {N: 3, Unit: Months}, "两个月": {N: 2, Unit: Months}, "半年": {N: 6, Unit: Months},
		"10个工作日": {N: 10, Unit: Workdays}, "十个工作日": {N: 10, Unit: Workdays}, "十五个工作日": {N: 15, Unit: Workdays}, "5工作日": {N: 5, Unit: Workdays},
		"15日": {N: 15, Unit: Days}, "15天": {N: 15, Unit: Days}, "二十日": {N: 20, Unit: Days}, "三十五日": {N: 35, Unit: Days}, "20个自然日": {N: 20, Unit: Days},
		"1年": {N: 1, Unit: Years}, "一年": {N: 1, Unit: Years}, "\uff13个月": {N: 3, Unit: Months},
		"20 days, roll none": {N: 20, Unit: Days, Roll: NoRoll}, "7 days, roll previous": {N: 7, Unit: Days, Roll: PrevWorkday},
	} {
		got, err := ParseTerm(text)
		if err != nil || got != want {
			t.Errorf("%q: %+v, %v; want %+v", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", "months", "3", "three months", "-3 months", "0 days", "零日", "〇日", "3.5 months", "3 fortnights", "3 months ago", "十十日", "〇十日", "一二日", "百日", "两十日二",
		"1201 months", "101 years", "36501 days", "99999999999999999999 days", "3 months, roll", "3 months, roll up", "3 months, roll none, roll none", "3 个", "月", "十",
	} {
		got, err := ParseTerm(text)
		var p *problem.Problem
		if !errors.As(err, &p) || p.Kind != problem.Invalid || p.Text.ZH == "" || !got.IsZero() {
			t.Errorf("%q was read as %+v, %v", text, got, err)
		}
	}
}

func TestTermText(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		term   Term
		zh, en string
	}{
		{Term{N: 3, Unit: Months}, "3个月", "3 months"},
		{Term{N: 1, Unit: Months}, "1个月", "1 month"},
		{Term{N: 10, Unit: Workdays}, "10个工作日", "10 working days"},
		{Term{N: 15, Unit: Days}, "15日", "15 days"},
		{Term{N: 1, Unit: Years}, "1年", "1 year"},
	} {
		if got := tc.term.Text(); got.ZH != tc.zh || got.EN != tc.en {
			t.Errorf("%+v is %q and %q", tc.term, got.ZH, got.EN)
		}
		for _, s := range []string{tc.zh, tc.en} {
			if got, err := ParseTerm(s); err != nil || got != tc.term {
				t.Errorf("%q comes back as %+v, %v", s, got, err)
			}
		}
	}
}

func anyTerm() *rapid.Generator[Term] {
	return rapid.Custom(func(t *rapid.T) Term {
		unit := rapid.SampledFrom([]Unit{Years, Months, Days, Workdays}).Draw(t, "unit")
		most := map[Unit]int{Years: 5, Months: 60, Days: 2000, Workdays: 1500}[unit]
		return Term{
			N: rapid.IntRange(1, most).Draw(t, "n"), Unit: unit,
			Roll: rapid.SampledFrom([]Roll{Natural, NextWorkday, PrevWorkday, NoRoll}).Draw(t, "roll"),
		}
	})
}

// TestTermStringIsLossless: the stored text of a term must give the same due day for ever.
func TestTermStringIsLossless(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		term := anyTerm().Draw(t, "term")
		if got, err := ParseTerm(term.String()); err != nil || got != term {
			t.Fatalf("%q comes back as %+v, %v", term, got, err)
		}
	})
}

func TestValidate(t *testing.T) {
	t.Parallel()
	for _, bad := range []Term{{}, {N: 1}, {N: 1, Unit: "weeks"}, {N: 0, Unit: Days}, {N: -1, Unit: Days}, {N: 1, Unit: Days, Roll: "up"}, {N: 25_001, Unit: Workdays}} {
		if bad.Validate() == nil {
			t.Errorf("%+v was accepted", bad)
		}
	}
}
