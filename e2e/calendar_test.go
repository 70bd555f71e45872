package e2e_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// calendarFile is an invented arrangement of 2027, as an administrator gets it: every statutory holiday, and a long
// New Year.
func calendarFile(t *testing.T) string {
	t.Helper()
	type day struct {
		Name     string `json:"name"`
		Date     string `json:"date"`
		IsOffDay bool   `json:"isOffDay"`
	}
	var days []day
	for _, h := range []struct {
		name  string
		dates []string
	}{
		{"元旦", []string{"2027-01-01", "2027-01-04", "2027-01-05"}},
		{"春节", []string{"2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08"}},
		{"清明节", []string{"2027-04-05"}},
		{"劳动节", []string{"2027-05-01", "2027-05-02"}},
		{"端午节", []string{"2027-06-09"}},
		{"中秋节", []string{"2027-09-15"}},
		{"国庆节", []string{"2027-10-01", "2027-10-02", "2027-10-03"}},
	} {
		for _, date := range h.dates {
			days = append(days, day{h.name, date, true})
		}
	}
	text, err := json.Marshal(map[string]any{"year": 2027, "days": days})
	if err != nil {
		t.Fatal(err)
	}
	return write(t, "2027.json", text)
}

// wrongFile is no calendar at all.
func wrongFile(t *testing.T) string {
	t.Helper()
	return write(t, "2027.json", []byte(`{"year": 2027, "days": "待公布"}`))
}

// messagesFile is a file of a public board, with one row that cannot be taken.
func messagesFile(t *testing.T) string {
	t.Helper()
	return write(t, "留言.csv", []byte("编号,网友,标题,时间,内容\nM1,清风,北街路灯不亮,2026-03-04 10:00,夜里很黑。\nM2,晚舟,公厕锁坏,某日,门锁坏了。\n"))
}

func write(t *testing.T, name string, text []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
