package message

import (
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestClean(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"\n\t\t\t\n\t\t路灯坏了。\n\t\t\t\n": "路灯坏了。",
		"第一段\r\n\r\n\r\n第二段\r第三段":       "第一段\n\n第二段\n第三段",
		"街道\u00a0\u00a0办\u3000事处":       "街道 办 事处",
		"\ufeff编号\u200b一":               "编号一",
		"请回复。\u3000\u3000另外还有一件。":       "请回复。\n另外还有一件。",
		"张\u3000\u3000伟":                "张 伟",
		"a\tb  c":                       "a b c",
		"行一  \n  行二":                    "行一\n行二",
		"\u202e反着写":                     "反着写",
		"👨\u200d👩\u200d👧":               "👨\u200d👩\u200d👧",
		"坏\xff字":                        "坏\ufffd字",
		"":                              "",
		" \u3000\n":                     "",
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
	if got := CleanLine("标题\n第二行\n\n第三行"); got != "标题 第二行 第三行" {
		t.Errorf("CleanLine = %q", got)
	}
}

// visible is what a reader sees of a text.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Zs, r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}

func checkClean(t interface{ Fatalf(string, ...any) }, s string) {
	got := Clean(s)
	switch {
	case visible(got) != visible(s):
		t.Fatalf("Clean(%q) = %q changed what is visible", s, got)
	case Clean(got) != got:
		t.Fatalf("Clean(%q) = %q is not clean yet: %q", s, got, Clean(got))
	case !utf8.ValidString(got), strings.ContainsAny(got, "\r\t\ufeff\u200b\u00a0\u3000"), strings.Contains(got, "\n\n\n"), strings.Contains(got, "  "), got != strings.Trim(got, " \n"):
		t.Fatalf("Clean(%q) = %q", s, got)
	}
	for line := range strings.SplitSeq(got, "\n") {
		if line != strings.Trim(line, " ") {
			t.Fatalf("Clean(%q) left white space at the end of a line: %q", s, line)
		}
	}
}

func TestCleanKeepsEveryVisibleCharacter(t *testing.T) {
	t.Parallel()
	odd := rapid.SampledFrom([]rune(" \t\r\n\v\f\u0085\u00a0\u00ad\u1680\u180e\u2003\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff。！：好路灯Aa1é\u0301樂"))
	rapid.Check(t, func(t *rapid.T) {
		checkClean(t, string(rapid.SliceOfN(rapid.OneOf(odd, rapid.Rune()), 0, 60).Draw(t, "text")))
	})
}

func FuzzClean(f *testing.F) {
	f.Add("您好。\u3000\u3000路灯\r\n\t坏了\u200b")
	f.Add("\xff\xfe\x00")
	f.Fuzz(func(t *testing.T, s string) { checkClean(t, s) })
}

func TestCleanID(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"188006": "188006", " 188006\t": "188006", "１８８００６": "188006", "188006.0": "188006", "188006.00": "188006", "1.88006E+05": "188006",
		"1.88006e5": "188006", "000123": "000123", `="000123"`: "000123", "'188006": "188006", "WZ-2019-001": "WZ-2019-001", "wz 1": "wz 1", "12.5": "12.5",
		"1.23456789012E+11": "123456789012", "123456789012345678": "123456789012345678", "问政〔2019〕5号": "问政〔2019〕5号",
	} {
		if got, err := cleanID(in); err != nil || got != want {
			t.Errorf("cleanID(%q) = %q %v, want %q", in, got, err, want)
		}
	}
	for in, code := range map[string]string{
		"": "idMissing", "\u3000": "idMissing", "nan": "idMissing", "1.9E+05": "idDigitsLost", "1.23457E+17": "idDigitsLost",
		"#REF!": "cellError", strings.Repeat("留", 65): "idTooLong",
	} {
		got, err := cleanID(in)
		if r, ok := errors.AsType[Reason](err); !ok || r.Code != code {
			t.Errorf("cleanID(%q) = %q %v, want %s", in, got, err, code)
		}
	}
}
