package rulebook

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
)

// shape describes what may be written at a place. One description serves the reader, the JSON Schema that
// editors use, and the reference in the docs, so that the three cannot disagree.
type shape struct {
	name   string // of an object, for the schema
	about  lang.Text
	is     shapeIs
	keys   []keyShape      // object: in the order in which they are explained
	elem   *shape          // table, list
	single *shape          // list: what may stand there instead of a list
	keep   []string        // table: names that mean something else there
	free   bool            // table: the keys are names in any script
	refs   bool            // table: the keys name something declared elsewhere
	enum   func() []string // scalar: the closed list of values
	code   string          // enum: the code of a value outside it
	max    int             // scalar: characters; table, list: entries; whole: the greatest number
	empty  bool            // table, list: may be empty
}

// shapeIs is the sort of thing a shape describes.
type shapeIs int

const (
	anyText   shapeIs = iota // text in quotes or not
	bookID                   // see idPattern
	version                  // see versionPattern
	day                      // 2006-01-02
	whole                    // a whole number from 1
	yesNo                    // true or false
	timeOfDay                // 08:30
	oneOf                    // one of enum
	basisIs                  // 代表法#29, local:约见办法, default
	guardIs                  // a condition
	bothLang                 // {zh: …, en: …}
	object                   // known keys
	table                    // keys chosen by the author, values of one shape
	list                     // items of one shape
)

// keyShape is one known key of an object.
type keyShape struct {
	key      string
	required bool
	shape    *shape
	about    lang.Text
}

// The forms of the words that authors choose.
var (
	keyPattern     = regexp.MustCompile(`^[a-z][A-Za-z0-9]{0,39}$`)
	idPattern      = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	timePattern    = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$`)
	versionPattern = regexp.MustCompile(`^[0-9]{1,4}(\.[0-9]{1,4}){0,2}$`)
	basisPattern   = regexp.MustCompile(`^(default|local:[^#:]+(#[0-9]+)?|[^#: ]+#[0-9]+)$`)
)

// reservedKeys cannot be chosen anywhere: YAML or the guards read them as something else.
var reservedKeys = []string{"true", "false", "null", "in"}

// checker walks the text along the shapes.
type checker struct {
	r    *reporter
	done map[checked]bool
}

type checked struct {
	n *node
	s *shape
}

// walk reports what does not fit the shape. What aliases share is looked at once.
func (c *checker) walk(n *node, s *shape) {
	if n.kind == brokenNode || c.done[checked{n, s}] {
		return
	}
	c.done[checked{n, s}] = true
	if s.is == list && n.kind != listNode && s.single != nil && n.kind != emptyNode {
		c.walk(n, s.single)
		return
	}
	if want, ok := s.fits(n); !ok {
		if n.kind == emptyNode {
			c.r.add(n.pos, "empty", "", lang.T("这里没有内容", "nothing is given here"), lang.T("应当是"+want.ZH, "give "+want.EN))
			return
		}
		got := n.kindName()
		c.r.add(n.pos, "wrongNode", "", lang.T("这里是"+got.ZH+"，应当是"+want.ZH, "this is "+got.EN+", but should be "+want.EN), s.example(n))
		return
	}
	switch s.is {
	case object, bothLang:
		c.object(n, s)
	case table:
		c.table(n, s)
	case list:
		c.list(n, s)
	default:
		c.scalar(n, s)
	}
}

// fits tells whether the node is of the sort that the shape wants, and what that is called.
func (s *shape) fits(n *node) (lang.Text, bool) {
	switch s.is {
	case object, table:
		return lang.T("一组键值", "a map"), n.kind == mapNode
	case bothLang:
		return lang.T("中英两种文字 {zh: …, en: …}", "a text in both languages {zh: …, en: …}"), n.kind == mapNode
	case list:
		if s.single != nil {
			return lang.T("一个词或一个列表", "a single word or a list"), n.kind == listNode || n.kind == scalarNode
		}
		return lang.T("一个列表", "a list"), n.kind == listNode
	}
	return lang.T("一个值", "a single value"), n.kind == scalarNode
}

// example shows how a value of the wrong sort would be written.
func (s *shape) example(n *node) lang.Text {
	switch {
	case s.is == list && n.kind == scalarNode:
		return tf("写成 [%s]", "write [%s]", n.text)
	case s.is == bothLang && n.kind == scalarNode:
		return tf("写成 {zh: %s, en: …}", "write {zh: %s, en: …}", n.text)
	}
	return lang.Text{}
}

func (c *checker) list(n *node, s *shape) {
	if len(n.items) == 0 && !s.empty {
		c.r.add(n.pos, "empty", "", lang.T("列表是空的", "the list is empty"), lang.T("至少写一项", "give at least one item"))
	}
	if c.tooMany(n, len(n.items), s) {
		return
	}
	seen := map[string]Pos{}
	for _, i := range n.items {
		c.walk(i, s.elem)
		if i.kind != scalarNode {
			continue
		}
		if at, ok := seen[i.text]; ok {
			c.r.add(i.pos, "twice", i.text, tf("“%s”重复，第一次在 %s", "%q is listed twice; first at %s", i.text, at), lang.T("只保留一个", "keep one of the two"))
			continue
		}
		seen[i.text] = i.pos
	}
}

func (c *checker) tooMany(n *node, got int, s *shape) bool {
	if got <= s.max {
		return false
	}
	c.r.add(n.pos, "tooMany", "", tf("这里有 %d 项，上限是 %d", "%d entries here, the limit is %d", got, s.max), lang.T("拆成几部规则", "split the rulebook"))
	return true
}

func (c *checker) table(n *node, s *shape) {
	if len(n.entries) == 0 && !s.empty {
		c.r.add(n.pos, "empty", "", lang.T("这里没有内容", "nothing is given here"), lang.T("至少写一项", "give at least one entry"))
	}
	if c.tooMany(n, len(n.entries), s) {
		return
	}
	for _, e := range n.entries {
		switch {
		case s.refs:
		case s.free:
			c.freeName(e.key, e.pos)
		default:
			c.word(e.key, e.pos, s.keep)
		}
		c.walk(e.value, s.elem)
	}
}

// word checks a key that the author chose.
func (c *checker) word(key string, at Pos, keep []string) {
	switch {
	case slices.Contains(reservedKeys, key) || slices.Contains(keep, key):
		c.r.add(at, "badKey", key, tf("“%s”另有含义，不能用作名称", "%q means something else and cannot be a name", key), lang.T("换一个词", "choose another word"))
	case !keyPattern.MatchString(key):
		c.r.add(at, "badKey", key, tf("“%s”不能用作名称", "%q cannot be a name", key),
			lang.T("小写字母开头，只用字母和数字，不超过 40 个，如 lookingBack", "begin with a small letter, use letters and digits only, 40 at most, like lookingBack"))
	}
}

// freeName checks the name of a local measure, which a basis must be able to name.
func (c *checker) freeName(key string, at Pos) {
	if strings.ContainsAny(key, "#:") || utf8.RuneCountInString(key) > 60 || len(key) == countSpace(key) {
		c.r.add(at, "badKey", key, tf("“%s”不能用作名称", "%q cannot be a name", key),
			lang.T("不超过 60 个字，不含 # 和冒号", "at most 60 characters, without # and colon"))
	}
}

func (c *checker) scalar(n *node, s *shape) {
	bad := func(code string, message, mend lang.Text) { c.r.add(n.pos, code, n.text, message, mend) }
	switch s.is {
	case bookID:
		if !idPattern.MatchString(n.text) || len(n.text) > 60 {
			bad("badId", tf("“%s”不能用作规则名", "%q cannot name a rulebook", n.text), lang.T("用小写字母、数字和连字符，如 residents-opinions", "use small letters, digits and hyphens, like residents-opinions"))
		}
	case version:
		if !versionPattern.MatchString(n.text) {
			bad("badVersion", tf("“%s”不是版本号", "%q is not a version", n.text), lang.T(`写成 "2026.1" 这样的数字`, `write numbers like "2026.1"`))
		}
	case day:
		if _, err := deadline.ParseDate(n.text); err != nil {
			bad("badDate", tf("“%s”不是日期", "%q is not a date", n.text), lang.T("写成 2026-01-01", "write it like 2026-01-01"))
		}
	case whole:
		if i, err := strconv.Atoi(n.text); err != nil || !n.plain {
			bad("badNumber", tf("“%s”不是整数", "%q is not a whole number", n.text), lang.T("写成不带引号的数字，如 3", "write a number without quotes, like 3"))
		} else if i < 1 || i > s.max {
			bad("outOfRange", tf("%d 不在 1 到 %d 之间", "%d is not between 1 and %d", i, s.max), lang.T("写一个正整数", "write a number in that range"))
		}
	case yesNo:
		if n.text != "true" && n.text != "false" || !n.plain {
			bad("badYesNo", tf("“%s”不是 true 或 false", "%q is neither true nor false", n.text), lang.T("写 true 或 false", "write true or false"))
		}
	case timeOfDay:
		if !timePattern.MatchString(n.text) {
			bad("badTime", tf("“%s”不是钟点", "%q is not a time of day", n.text), lang.T("写成 \"08:30\"", "write it like \"08:30\""))
		}
	case oneOf:
		if known := s.enum(); !slices.Contains(known, n.text) {
			bad(s.code, tf("没有“%s”", "there is no %q here", n.text), didYouMean(n.text, known))
		}
	case basisIs:
		if !basisPattern.MatchString(n.text) {
			bad("badBasis", tf("依据“%s”写法不对", "the basis %q cannot be read", n.text),
				lang.T("写成 代表法#29、local:约见办法 或 default", "write 代表法#29, local:约见办法 or default"))
		}
	case anyText, guardIs:
		c.text(n, s)
	}
}

// text checks words that people read.
func (c *checker) text(n *node, s *shape) {
	if n.text == "" || len(n.text) == countSpace(n.text) {
		c.r.add(n.pos, "empty", "", lang.T("这里没有内容", "nothing is given here"), lang.Text{})
	}
	if got := utf8.RuneCountInString(n.text); s.max > 0 && got > s.max {
		c.r.add(n.pos, "tooLong", "", tf("有 %d 个字，上限是 %d", "%d characters, the limit is %d", got, s.max), lang.T("写短一些", "make it shorter"))
	}
}

func countSpace(s string) int {
	n := 0
	for _, c := range s {
		if unicode.IsSpace(c) {
			n += utf8.RuneLen(c)
		}
	}
	return n
}
