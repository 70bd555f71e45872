package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/law"
)

// rulebookExplainCmd tells a rulebook as sentences.
type rulebookExplainCmd struct {
	Files     []string `arg:"" optional:"" name:"file" help:"Files, or folders of them; by default the rulebooks that come with the program (文件或文件夹)."`
	Procedure string   `placeholder:"KEY" help:"Only this procedure, e.g. opinion (只说这一套程序)."`
	Lang      string   `placeholder:"zh|en" help:"Language; by default Chinese when LANG begins with zh, otherwise English (语言)."`
}

// Run prints the sentences.
func (c *rulebookExplainCmd) Run(out io.Writer) error {
	l, err := spoken(c.Lang)
	if err != nil {
		return err
	}
	books, err := soundBooks(out, l, c.Files)
	if err != nil {
		return err
	}
	if c.Procedure == "" {
		for i, b := range books {
			if i > 0 {
				fmt.Fprintln(out)
			}
			fmt.Fprint(out, rulebook.Explain(b, l))
		}
		return nil
	}
	found, err := procedures(l, books, c.Procedure)
	if err != nil {
		return err
	}
	for _, f := range found {
		fmt.Fprint(out, rulebook.ExplainProcedure(f.book, f.key, l))
	}
	return nil
}

// rulebookGraphCmd draws procedures.
type rulebookGraphCmd struct {
	Files     []string `arg:"" optional:"" name:"file" help:"Files, or folders of them; by default the rulebooks that come with the program (文件或文件夹)."`
	Procedure string   `placeholder:"KEY" help:"Only this procedure, e.g. opinion (只画这一套程序)."`
	Format    string   `enum:"svg,dot,mermaid" default:"svg" help:"svg, dot or mermaid (图的格式)."`
	Out       string   `placeholder:"DIR" help:"Write one file for each procedure and language into this folder, instead of printing (输出文件夹)."`
	Lang      string   `placeholder:"zh|en" help:"Language; with --out both by default (语言)."`
}

// Run prints one picture, or writes all of them into a folder.
func (c *rulebookGraphCmd) Run(out io.Writer) error {
	l, err := spoken(c.Lang)
	if err != nil {
		return err
	}
	books, err := soundBooks(out, l, c.Files)
	if err != nil {
		return err
	}
	found, err := procedures(l, books, c.Procedure)
	if err != nil {
		return err
	}
	if c.Out != "" {
		return c.write(out, found)
	}
	if len(found) > 1 {
		var keys []string
		for _, f := range found {
			keys = append(keys, f.key)
		}
		return misuse(l, "有几套程序："+strings.Join(keys, "、")+"；用 --procedure 选一套，或用 --out 全部画出。",
			"There are several procedures: "+strings.Join(keys, ", ")+". Choose one by --procedure, or draw all by --out.")
	}
	picture, err := rulebook.Graph(found[0].book, found[0].key, l, rulebook.Format(c.Format))
	if err != nil {
		return err
	}
	_, err = out.Write(picture)
	return err
}

// write puts each picture into a file such as opinion.zh.svg.
func (c *rulebookGraphCmd) write(out io.Writer, found []procedureOf) error {
	langs := lang.All
	if c.Lang != "" {
		l, err := spoken(c.Lang)
		if err != nil {
			return err
		}
		langs = []lang.Lang{l}
	}
	if err := os.MkdirAll(c.Out, 0o755); err != nil {
		return err
	}
	for _, f := range found {
		for _, l := range langs {
			picture, err := rulebook.Graph(f.book, f.key, l, rulebook.Format(c.Format))
			if err != nil {
				return err
			}
			name := filepath.Join(c.Out, f.key+"."+string(l)[:2]+"."+c.Format)
			if err := os.WriteFile(name, picture, 0o644); err != nil {
				return err
			}
			fmt.Fprintln(out, name)
		}
	}
	return nil
}

// rulebookSchemaCmd prints the JSON Schema.
type rulebookSchemaCmd struct {
	Out string `placeholder:"FILE" help:"Write it into this file instead of printing (输出文件)."`
}

// Run prints or writes the schema.
func (c *rulebookSchemaCmd) Run(out io.Writer) error {
	if c.Out != "" {
		return os.WriteFile(c.Out, rulebook.Schema(), 0o644)
	}
	_, err := out.Write(rulebook.Schema())
	return err
}

// soundBooks reads rulebooks that have no mistakes; those of others are printed.
func soundBooks(out io.Writer, l lang.Lang, files []string) ([]*rulebook.Book, error) {
	texts, err := bookTexts(l, files)
	if err != nil {
		return nil, err
	}
	var books []*rulebook.Book
	mistakes := 0
	for _, t := range texts {
		b, ms := rulebook.Read(t.name, t.source, law.Shipped())
		for _, line := range ms.In(l) {
			fmt.Fprintln(out, line)
		}
		mistakes += len(ms)
		books = append(books, b)
	}
	if mistakes > 0 {
		return nil, foundMistakes(lang.T(fmt.Sprintf("有 %d 处错误，先改好再看", mistakes), plural(mistakes, "mistake")+" must be mended first").In(l))
	}
	return books, nil
}

// procedureOf is one procedure of a book.
type procedureOf struct {
	book *rulebook.Book
	key  string
}

// procedures lists all procedures of the books, or those with the key that was asked for.
func procedures(l lang.Lang, books []*rulebook.Book, key string) ([]procedureOf, error) {
	var found []procedureOf
	var known []string
	for _, b := range books {
		for _, k := range b.Order {
			known = append(known, k)
			if key == "" || key == k {
				found = append(found, procedureOf{b, k})
			}
		}
	}
	if len(found) == 0 {
		return nil, misuse(l, fmt.Sprintf("没有程序 %s；有的是：%s。", key, strings.Join(known, "、")),
			fmt.Sprintf("There is no procedure %s, but: %s.", key, strings.Join(known, ", ")))
	}
	return found, nil
}
