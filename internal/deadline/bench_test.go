package deadline

import "testing"

func BenchmarkDay(b *testing.B) {
	cal, d := Builtin(), MustDate("2026-10-01")
	for b.Loop() {
		if cal.Day(d).Workday {
			b.Fatal("National Day is worked")
		}
	}
}

func BenchmarkWorkdaysBetween(b *testing.B) {
	cal, from, to := Builtin(), MustDate("2011-03-01"), MustDate("2026-10-01")
	for b.Loop() {
		if cal.WorkdaysBetween(from, to) < 3000 {
			b.Fatal("too few")
		}
	}
}

func BenchmarkDue(b *testing.B) {
	cal, from, term := Builtin(), MustDate("2026-09-28"), Term{N: 15, Unit: Workdays}
	for b.Loop() {
		if Due(from, term, cal).Due.IsZero() {
			b.Fatal("no day")
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	y2026, _ := Builtin().Arrangement(2026)
	for b.Loop() {
		if _, err := Builtin().With(y2026); err != nil {
			b.Fatal(err)
		}
	}
}
