package deadline

import (
	"testing"

	"github.com/6tail/lunar-go/HolidayUtil"
)

// knownDifferences are the days on which lunar-go v1.4.6 differs from the notices, and the notice that
// decides. docs/deadlines.md lists what else was compared.
var knownDifferences = map[string]string{
	"2013-04-07": "国办发明电〔2012〕33号：4月7日（星期日）上班",
	"2013-10-12": "国办发明电〔2012〕33号：10月12日（星期六）上班",
}

// TestAgreesWithLunar compares every day of the table with an independent one.
func TestAgreesWithLunar(t *testing.T) {
	t.Parallel()
	met := make(map[string]bool)
	for d := MustDate("2006-12-30"); d.Year() <= 2026; d = d.AddDays(1) {
		theirs := weekday(d)
		if h := HolidayUtil.GetHoliday(d.String()); h != nil {
			theirs = h.IsWork()
		}
		ours := Builtin().Workday(d)
		notice, known := knownDifferences[d.String()]
		met[d.String()] = known
		switch {
		case ours != theirs && !known:
			t.Errorf("%s: worked %v here, %v in lunar-go", d, ours, theirs)
		case ours == theirs && known:
			t.Errorf("%s: no longer a difference (%s)", d, notice)
		case known && !ours:
			t.Errorf("%s: the notice says it is worked (%s)", d, notice)
		}
	}
	for d := range knownDifferences {
		if !met[d] {
			t.Errorf("%s was not compared", d)
		}
	}
}
