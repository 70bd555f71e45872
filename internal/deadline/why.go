package deadline

import (
	"fmt"
	"strings"

	"github.com/huiyin/huiyin/internal/lang"
)

// Why tells in one sentence how the day was found: the articles of the Civil Code, the rest days it
// passed over by name, and whether it is provisional. It is the zero Text for the zero Result.
func (r Result) Why() lang.Text {
	if r.Due.IsZero() {
		return lang.Text{}
	}
	var s sentence
	switch r.how.kind {
	case fixed:
		s.add("指定日期为%[1]s", "the day fixed is %[1]s", long(r.Nominal))
	case back:
		s.add("会议日%[1]s前%[2]s，会议当日不计入，倒数至%[3]s", "%[2]s before the meeting of %[1]s, the meeting day not counted: %[3]s",
			long(r.how.from), r.how.term.Text(), long(r.Nominal))
	case forward:
		s.count(r)
	}
	if r.how.counts() {
		s.passed(r)
	}
	s.rolled(r)
	if r.Provisional {
		years := r.unpublished()
		s.add("%[1]s年放假安排尚未公布，此日期为暂定，公布后重新计算",
			"provisional (暂定): the holiday arrangement of %[1]s is not published yet and the day will be computed again when it is", years)
	}
	return s.text()
}

// count tells how a forward term was counted.
func (s *sentence) count(r Result) {
	s.add("自%[1]s起%[2]s，开始的当日不计入（《民法典》第二百零一条）", "%[2]s from %[1]s, that day not counted (Civil Code art. 201)",
		long(r.how.from), r.how.term.Text())
	_, _, startDay := r.how.from.Civil()
	_, _, endDay := r.Nominal.Civil()
	switch unit := r.how.term.Unit; {
	case unit == Workdays:
		s.add("第%[1]d个工作日为%[2]s", "working day %[1]d is %[2]s", r.how.term.N, long(r.Nominal))
	case unit == Days:
		s.add("最后一日为%[1]s", "the last day is %[1]s", long(r.Nominal))
	case startDay != endDay:
		s.add("到期月没有%[2]d日，依第二百零二条以月末日%[1]s为最后一日", "its last month has no day %[2]d and ends it on %[1]s (art. 202)",
			long(r.Nominal), startDay)
	default:
		s.add("依第二百零二条，到期月的对应日为%[1]s", "the corresponding day is %[1]s (art. 202)", long(r.Nominal))
	}
}

// passed names the holidays that a count of working days left out, and the weekend days it counted.
func (s *sentence) passed(r Result) {
	lo, hi := r.how.beside(), r.Nominal
	if hi.Before(lo) {
		lo, hi = hi, lo
	}
	var off, worked []span
	for _, sp := range spans(lo, hi, r.how.cal) {
		switch {
		case sp.day.Workday:
			worked = append(worked, sp)
		case sp.day.Name != "":
			off = append(off, sp)
		}
	}
	if len(off) > 0 {
		s.add("其间不计%[1]s", "left out: %[1]s", list(off))
	}
	if len(worked) > 0 {
		s.add("计入%[1]s", "counted: %[1]s", list(worked))
	}
}

// rolled tells what became of the nominal day.
func (s *sentence) rolled(r Result) {
	day := r.how.cal.Day(r.Nominal)
	switch {
	case r.Due.After(r.Nominal):
		s.add("该日逢%[1]s，依《民法典》第二百零三条顺延至休息日结束后的首个工作日%[2]s", "a rest day: %[1]s; the term ends on the next working day, %[2]s (Civil Code art. 203)",
			list(rests(r.Nominal, r.Due.AddDays(-1), r.how.cal)), long(r.Due))
	case r.Due.Before(r.Nominal):
		s.add("该日逢%[1]s，提前至此前最近的工作日%[2]s", "a rest day: %[1]s; brought forward to the working day before it, %[2]s",
			list(rests(r.Due.AddDays(1), r.Nominal, r.how.cal)), long(r.Due))
	case !day.Workday:
		s.add("该日为休息日：%[1]s，按规则不作调整", "a rest day: %[1]s; by its rule it stands", list(rests(r.Nominal, r.Nominal, r.how.cal)))
	case day.Name != "" && !r.how.counts():
		s.add("该日为工作日（%[1]s），不作调整", "it is a %[1]s, so it stands", lang.T(day.Name, day.NameEN))
	}
}

// unpublished lists the years that make the result provisional.
func (r Result) unpublished() string {
	a := r.Nominal
	if r.how.counts() {
		a = r.how.beside()
	}
	lo := min(a.Year(), r.Nominal.Year(), r.Due.Year())
	hi := max(a.Year(), r.Nominal.Year(), r.Due.Year())
	var years []string
	for y := lo; y <= hi; y++ {
		if !r.how.cal.Published(y) {
			years = append(years, fmt.Sprint(y))
		}
	}
	if len(years) > 3 {
		years = []string{years[0] + "–" + years[len(years)-1]}
	}
	return strings.Join(years, ", ")
}

// long is a day with its weekday.
func long(d Date) lang.Text {
	w := WeekdayText(d.Weekday())
	return lang.T(d.String()+"（"+w.ZH+"）", w.EN+" "+d.String())
}
