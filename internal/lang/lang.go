// Package lang holds text in the two languages that Huiyin speaks: Chinese first, English fully.
// Fixed interface texts live in the locale files of package web; what is here is text that comes
// with data, such as the name of a step in a rulebook or the reason of a refusal.
package lang

// Lang is a BCP 47 tag of a language the product speaks.
type Lang string

// The languages the product speaks. The zero Lang reads as Chinese.
const (
	ZH Lang = "zh-CN"
	EN Lang = "en"
)

// All lists the languages in the order in which they are offered.
var All = []Lang{ZH, EN}

// Text is one thing said in both languages.
type Text struct {
	ZH string `json:"zh,omitempty" yaml:"zh"`
	EN string `json:"en,omitempty" yaml:"en"`
}

// T is short for a Text literal.
func T(zh, en string) Text { return Text{ZH: zh, EN: en} }

// In returns the text in l, or in the other language where l has none: a reader is better served by
// a text in the wrong language than by none.
func (t Text) In(l Lang) string {
	if l == EN {
		if t.EN != "" {
			return t.EN
		}
		return t.ZH
	}
	if t.ZH != "" {
		return t.ZH
	}
	return t.EN
}

// IsZero reports whether nothing is said in either language.
func (t Text) IsZero() bool { return t == Text{} }
