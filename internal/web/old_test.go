package web_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What browsers of 2019 do not know. A script that has one of these is refused whole, so that none of it runs; a
// style that has one loses the whole rule. Offices keep such browsers for years.
var (
	tooNewScript = map[string]*regexp.Regexp{
		"optional chaining ?. (2020)":           regexp.MustCompile(`\?\.[A-Za-z_$\[(]`),
		"nullish coalescing ?? (2020)":          regexp.MustCompile(`\?\?`),
		"logical assignment &&= ||= (2020)":     regexp.MustCompile(`(&&|\|\|)=`),
		"replaceAll, matchAll (2020)":           regexp.MustCompile(`\.(replaceAll|matchAll)\(`),
		"Promise.allSettled, any (2020)":        regexp.MustCompile(`Promise\.(allSettled|any)\b`),
		"at, toSorted, findLast (2022)":         regexp.MustCompile(`\.(at|toSorted|toReversed|findLast|findLastIndex|replaceChildren)\(`),
		"structuredClone, groupBy (2022)":       regexp.MustCompile(`\b(structuredClone|Object\.groupBy|Object\.hasOwn)\b`),
		"private fields, static blocks (2022)":  regexp.MustCompile(`\bthis\.#|\bstatic \{`),
		"checkVisibility (2022)":                regexp.MustCompile(`checkVisibility`),
		"showModal, dialog (2022 in all)":       regexp.MustCompile(`\bshowModal\b`),
		"big integers, globalThis (2020)":       regexp.MustCompile(`\b\d+n\b|\bglobalThis\b`),
		"numeric separators 1_000 (2020)":       regexp.MustCompile(`\b\d+_\d`),
		"look-behind in an expression (2020 +)": regexp.MustCompile(`\(\?<[=!]`),
		"import, export in a script file":       regexp.MustCompile(`(?m)^\s*(import|export)\b`),
	}
	tooNewStyle = map[string]*regexp.Regexp{
		":has, :is, :where (2021 to 2023)": regexp.MustCompile(`:(has|is|where)\(`),
		"a list in :not (2021)":            regexp.MustCompile(`:not\([^()]*,`),
		"nesting (2023)":                   regexp.MustCompile(`(?m)^\s*&|\{\s*&`),
		"@layer, @container (2022)":        regexp.MustCompile(`@(layer|container|scope)\b`),
		"color-mix, oklch (2023)":          regexp.MustCompile(`\b(color-mix|oklch|lab|lch)\(`),
		"new units dvh, svh (2022)":        regexp.MustCompile(`\d(dvh|svh|lvh|cqw)\b`),
		"the style of a dialog (2022)":     regexp.MustCompile(`(?m)^\s*dialog\b|::backdrop`),
	}
	comment = regexp.MustCompile(`(?s)/\*.*?\*/|(?m)^\s*//.*$`)
)

func TestScriptsAndStylesSuitOldBrowsers(t *testing.T) {
	t.Parallel()
	for pattern, rules := range map[string]map[string]*regexp.Regexp{"static/*.js": tooNewScript, "static/*.css": tooNewStyle} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v, %v", pattern, files, err)
		}
		for _, file := range files {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			text := comment.ReplaceAllStringFunc(string(src), func(c string) string { return strings.Repeat("\n", strings.Count(c, "\n")) })
			for what, re := range rules {
				if at := re.FindStringIndex(text); at != nil {
					t.Errorf("%s:%d: %s", file, strings.Count(text[:at[0]], "\n")+1, what)
				}
			}
		}
	}
}
