package rulebook

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/huiyin/huiyin/internal/lang"
)

// Limits of a rulebook's text. They bound the time and the stack that reading it can take; the shipped
// books stay below a twentieth of each.
const (
	maxBytes  = 1 << 20
	maxTokens = 60_000
	maxDepth  = 32     // brackets inside brackets, and entries nested on one line
	maxNodes  = 50_000 // parts of the text, what aliases repeat counted again
)

// readYAML reads the text as one tree. It returns nil and one mistake when the text cannot be read:
// what follows a syntax error would be guesswork.
func readYAML(r *reporter, src string) (root *node) {
	// The YAML library is not ours: whatever it trips over is a mistake in the text, not a crash.
	defer func() {
		if x := recover(); x != nil {
			root = nil
			r.syntax(Pos{1, 1}, tf("无法解析（%v）", "the text cannot be read (%v)", x))
		}
	}()
	if len(src) > maxBytes {
		r.syntax(Pos{1, 1}, tf("文件超过 %d 字节", "the file is longer than %d bytes", maxBytes))
		return nil
	}
	if at, what := badCharacter(src); what != "" {
		r.syntax(at, tf("第 %d 列有不能用的字符 %s", "column %d has a character that cannot be used: %s", at.Column, what))
		return nil
	}
	tokens := lexer.Tokenize(src)
	if at, ok := tooNested(tokens); !ok {
		r.syntax(at, tf("嵌套太深或内容太多（上限：%d 层、%d 个词）", "nested too deep or too much in one file (limits: %d deep, %d words)", maxDepth, maxTokens))
		return nil
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		r.syntaxError(err)
		return nil
	}
	return r.oneDocument(file)
}

func (r *reporter) syntax(at Pos, message lang.Text) {
	r.list = nil
	r.add(at, codeSyntax, "", message, lang.T("先改好这一处，再检查其余内容", "mend this first; the rest is checked after it"))
}

func (r *reporter) oneDocument(file *ast.File) *node {
	var body ast.Node
	for _, d := range file.Docs {
		switch {
		case d.Body == nil || d.Body.Type() == ast.CommentType || d.Body.Type() == ast.DirectiveType:
		case body == nil:
			body = d.Body
		default:
			r.syntax(posOf(d.Start), lang.T("一个文件只能有一部规则", "one file holds one rulebook: there is a second document"))
			return nil
		}
	}
	if body == nil {
		r.syntax(Pos{1, 1}, lang.T("文件是空的", "the file is empty"))
		return nil
	}
	c := converter{r: r, anchors: map[string]*node{}}
	root := c.convert(body, Pos{1, 1})
	root.home = root.pos
	if c.tooMuch {
		r.syntax(Pos{1, 1}, tf("别名展开后超过 %d 个部分", "what the aliases repeat comes to more than %d parts", maxNodes))
		return nil
	}
	return root
}

// syntaxError takes over the place and the words of the library's error.
func (r *reporter) syntaxError(err error) {
	var e yaml.Error
	if !errors.As(err, &e) || e.GetToken() == nil {
		r.syntax(Pos{1, 1}, tf("YAML 写法有误：%s", "this is not YAML: %s", err))
		return
	}
	tk := e.GetToken()
	at := posOf(tk)
	// A plain text runs on over lines, and the colon that does not belong there may be lines below.
	if next := tk.Next; next != nil && next.Type == token.MappingValueType && next.Position.Line > at.Line {
		at = Pos{next.Position.Line, 1}
	}
	r.syntax(at, tf("YAML 写法有误：%s", "this is not YAML: %s", e.GetMessage()))
}

// badCharacter finds the first byte that is no text.
func badCharacter(src string) (Pos, string) {
	at := Pos{1, 1}
	for len(src) > 0 {
		c, n := utf8.DecodeRuneInString(src)
		switch {
		case c == utf8.RuneError && n == 1:
			return at, fmt.Sprintf("0x%02X", src[0])
		case c < ' ' && c != '\t' && c != '\n' && c != '\r', c == 0x7f, c == '\ufeff':
			return at, fmt.Sprintf("U+%04X", c)
		case c == '\n':
			at = Pos{at.Line + 1, 1}
		default:
			at.Column++
		}
		src = src[n:]
	}
	return at, ""
}

// tooNested looks over the words before they are read as a tree, because the reading recurses.
func tooNested(tokens token.Tokens) (Pos, bool) {
	if len(tokens) > maxTokens {
		return posOf(tokens[maxTokens]), false
	}
	depth, line, onLine := 0, 0, 0
	for _, tk := range tokens {
		if tk.Position.Line != line {
			line, onLine = tk.Position.Line, 0
		}
		switch tk.Type {
		case token.MappingStartType, token.SequenceStartType:
			depth++
		case token.MappingEndType, token.SequenceEndType:
			depth--
		case token.SequenceEntryType, token.MappingKeyType, token.TagType, token.AnchorType:
			if depth == 0 {
				onLine++
			}
		}
		if depth > maxDepth || onLine > maxDepth || tk.Position.Column > maxBytes/4 {
			return posOf(tk), false
		}
	}
	return Pos{}, true
}

func posOf(tk *token.Token) Pos {
	if tk == nil || tk.Position == nil {
		return Pos{1, 1}
	}
	return Pos{max(1, tk.Position.Line), max(1, tk.Position.Column)}
}

func quoted(tk *token.Token) bool {
	return tk.Type == token.DoubleQuoteType || tk.Type == token.SingleQuoteType
}
