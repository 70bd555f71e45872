package message

import (
	"fmt"
	"strings"

	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/problem"
)

// fault is something wrong with a file as a whole: nothing was read, and the text says what to do.
func fault(code, zh, en string, args ...any) *problem.Problem {
	return problem.New(problem.Invalid, code, fmt.Sprintf(zh, args...), fmt.Sprintf(en, args...))
}

func notice(code, zh, en string, args ...any) Notice {
	return Notice{Code: code, Text: lang.T(fmt.Sprintf(zh, args...), fmt.Sprintf(en, args...))}
}

// maxListed bounds the headings that an error lists.
const maxListed = 20

// headerFault lists what the heading has, what is missing, and how to say which column it is.
func headerFault(sheet string, l layout) *problem.Problem {
	var found, zh, en, example []string
	for _, c := range l.columns() {
		if c.Heading != "" && len(found) < maxListed {
			found = append(found, c.Letter+" "+brief(c.Heading))
		}
	}
	for _, f := range l.missing() {
		zh = append(zh, f.Label().ZH)
		en = append(en, f.Label().EN+" ("+string(f)+")")
		example = append(example, string(f)+"=C")
	}
	have := strings.Join(found, ", ")
	if have == "" {
		have = "–"
	}
	if sheet != "" {
		sheet = "“" + brief(sheet) + "” "
	}
	p := fault("headerMissing", "", "")
	p.Text = lang.T(
		fmt.Sprintf("%s找不到这些列：%s。读到的表头：%s。请用列名或列字母指明，例如 %s；没有读入任何内容。",
			sheet, strings.Join(zh, "、"), have, strings.Join(example, " ")),
		fmt.Sprintf("%sno column for: %s. The heading has: %s. Name the column by its heading or letter, for example %s; nothing was read",
			sheet, strings.Join(en, ", "), have, strings.Join(example, " ")))
	return p
}
