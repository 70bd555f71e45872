package deadline

import (
	"fmt"

	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/problem"
)

// Unit is what a Term is measured in.
type Unit string

// The units. Months and years are calendar months and years, never 30 or 365 days.
const (
	Years    Unit = "years"    // 年
	Months   Unit = "months"   // 月
	Days     Unit = "days"     // 日, calendar days
	Workdays Unit = "workdays" // 工作日
)

// Roll says what becomes of a last day that is a rest day.
type Roll string

// The rolls. Natural is the zero Roll and right nearly always.
const (
	Natural     Roll = ""         // Due rolls on, Before rolls back, Fixed stays
	NextWorkday Roll = "next"     // to the first working day after it (Civil Code art. 203)
	PrevWorkday Roll = "previous" // to the last working day before it, which protects the recipient
	NoRoll      Roll = "none"     // it stays where it is
)

// Term is a length of time: 3 months, 10 working days. The zero Term is no term.
type Term struct {
	N    int  `json:"n"`
	Unit Unit `json:"unit"`
	Roll Roll `json:"roll,omitempty"`
}

// longest is the longest Term of each unit: about a hundred years, beyond which it is a slip of the pen.
var longest = map[Unit]int{Years: 100, Months: 1200, Days: 36_500, Workdays: 25_000}

// Validate refuses a Term that cannot be meant: an unknown unit or roll, less than one, over a century.
func (t Term) Validate() error {
	most, ok := longest[t.Unit]
	if !ok {
		return problem.New(problem.Invalid, "badTerm", "期限的单位应为年、月、日或工作日。",
			"The unit of a term is years, months, days or working days.")
	}
	switch t.Roll {
	case Natural, NextWorkday, PrevWorkday, NoRoll:
	default:
		return problem.New(problem.Invalid, "badTerm", "遇休息日的处理应为顺延、提前或不变。",
			"A term that ends on a rest day rolls to the next or the previous working day, or none.")
	}
	if t.N < 1 || t.N > most {
		return problem.New(problem.Invalid, "badTerm", fmt.Sprintf("期限应为 1 至 %d %s。", most, unitZH[t.Unit]),
			fmt.Sprintf("A term is 1 to %d %s.", most, unitEN[t.Unit].many))
	}
	return nil
}

// IsZero reports whether t is no term.
func (t Term) IsZero() bool { return t == Term{} }

var (
	unitZH = map[Unit]string{Years: "年", Months: "个月", Days: "日", Workdays: "个工作日"}
	unitEN = map[Unit]struct{ one, many string }{
		Years: {"year", "years"}, Months: {"month", "months"},
		Days: {"day", "days"}, Workdays: {"working day", "working days"},
	}
)

// String is the text that is stored and that ParseTerm reads back: "3 months", "10 working days",
// "20 days, roll none".
func (t Term) String() string {
	if t.Roll == Natural {
		return t.Text().EN
	}
	return t.Text().EN + rollMark + string(t.Roll)
}

const rollMark = ", roll "

// Text is the length in both languages, for people: 3个月, 10个工作日, 15日, 1年.
func (t Term) Text() lang.Text {
	en := unitEN[t.Unit].many
	if t.N == 1 {
		en = unitEN[t.Unit].one
	}
	return lang.T(fmt.Sprintf("%d%s", t.N, unitZH[t.Unit]), fmt.Sprintf("%d %s", t.N, en))
}
