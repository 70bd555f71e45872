package web_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A class that one style sheet styles by itself means one thing: another sheet neither styles it anew nor marks its own
// elements with it, or these would be laid out by both. The common sheets share theirs, and print.css speaks of all.
func TestClassesMeanOneThing(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("static/*.css")
	if err != nil || len(files) < 5 {
		t.Fatal(files, err)
	}
	common := []string{"base.css", "components.css", "pages.css"}
	alone, marks := map[string][]string{}, map[string][]string{} // sheets by class
	for _, file := range files {
		sheet := filepath.Base(file)
		if sheet == "print.css" {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		plain := regexp.MustCompile(`(?s)/\*.*?\*/`).ReplaceAllString(string(text), "")
		for _, rule := range regexp.MustCompile(`([^{}]+)\{`).FindAllStringSubmatch(plain, -1) {
			for selector := range strings.SplitSeq(rule[1], ",") {
				note(alone, regexp.MustCompile(`^\s*\.([\w-]+)\s*$`).FindAllStringSubmatch(selector, -1), sheet)
				note(marks, regexp.MustCompile(`[\w\])]\.([\w-]+)`).FindAllStringSubmatch(selector, -1), sheet)
			}
		}
	}
	if len(alone["rail"]) == 0 || len(marks["current"]) == 0 {
		t.Fatal("the style sheets are not read as they are written")
	}
	for class, sheets := range alone {
		for _, sheet := range sheets {
			if len(sheets) > 1 && !slices.Contains(common, sheet) {
				t.Errorf(".%s is styled by %v", class, sheets)
			}
		}
		for _, sheet := range marks[class] {
			if !slices.Contains(sheets, sheet) {
				t.Errorf("%s marks its own with .%s, which %v lay out", sheet, class, sheets)
			}
		}
	}
}

func note(sheets map[string][]string, classes [][]string, sheet string) {
	for _, c := range classes {
		if !slices.Contains(sheets[c[1]], sheet) {
			sheets[c[1]] = append(sheets[c[1]], sheet)
		}
	}
}
