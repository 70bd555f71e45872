package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/law"
	"github.com/huiyin/huiyin/rulebooks"
)

// rulebookCmd works on rulebooks as files: it needs no data folder and changes nothing.
type rulebookCmd struct {
	Check   rulebookCheckCmd   `cmd:"" help:"Report every mistake of a rulebook with its place and how to mend it (检查)."`
	Explain rulebookExplainCmd `cmd:"" help:"Tell a rulebook as sentences (讲解)."`
	Graph   rulebookGraphCmd   `cmd:"" help:"Draw the steps and where acts lead (画图)."`
	Schema  rulebookSchemaCmd  `cmd:"" help:"Print the JSON Schema that editors complete rulebooks by (编辑器用的模式)."`
}

// rulebookCheckCmd reports every mistake. Exit status 1 means that there is one.
type rulebookCheckCmd struct {
	Files []string `arg:"" optional:"" name:"file" help:"Files, or folders of them; by default the rulebooks that come with the program (文件或文件夹)."`
	Lang  string   `placeholder:"zh|en" help:"Language of the messages; by default Chinese when LANG begins with zh, otherwise English (语言)."`
}

// Run prints one line for each mistake, and one for each rulebook without any.
func (c *rulebookCheckCmd) Run(out io.Writer) error {
	l, err := spoken(c.Lang)
	if err != nil {
		return err
	}
	texts, err := bookTexts(l, c.Files)
	if err != nil {
		return err
	}
	mistakes, wrong := 0, 0
	for _, t := range texts {
		book, ms := rulebook.Read(t.name, t.source, law.Shipped())
		for _, line := range ms.In(l) {
			fmt.Fprintln(out, line)
		}
		if len(ms) > 0 {
			mistakes, wrong = mistakes+len(ms), wrong+1
			continue
		}
		fmt.Fprintln(out, bookFine(l, t.name, book))
	}
	if mistakes == 0 {
		return nil
	}
	return foundMistakes(lang.T(fmt.Sprintf("%d 部规则中有 %d 部共 %d 处错误", len(texts), wrong, mistakes),
		fmt.Sprintf("%s in %d of %d rulebooks", plural(mistakes, "mistake"), wrong, len(texts))).In(l))
}

// foundMistakes is errFound with its own words.
type foundMistakes string

func (f foundMistakes) Error() string { return string(f) }

// Is makes errors.Is find errFound.
func (f foundMistakes) Is(target error) bool { return target == errFound }

func bookFine(l lang.Lang, name string, b *rulebook.Book) string {
	steps := 0
	for _, p := range b.Procedures {
		steps += len(p.Order)
	}
	return lang.T(fmt.Sprintf("%s: 没有错误：%s %s，%d 套程序，%d 个环节", name, b.ID, b.Version, len(b.Order), steps),
		fmt.Sprintf("%s: no mistakes: %s %s, %s, %s", name, b.ID, b.Version, plural(len(b.Order), "procedure"), plural(steps, "step"))).In(l)
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// bookText is the text of one rulebook and the name under which mistakes are reported.
type bookText struct {
	name   string
	source []byte
}

// bookTexts reads files, the rulebooks in folders, and shipped rulebooks by their file name. Without any
// it gives all shipped ones.
func bookTexts(l lang.Lang, names []string) ([]bookText, error) {
	shipped := rulebooks.Names()
	if len(names) == 0 {
		names = shipped
	}
	var out []bookText
	for _, name := range names {
		info, err := os.Stat(name)
		switch {
		case err == nil && info.IsDir():
			files, err := booksIn(l, name)
			if err != nil {
				return nil, err
			}
			out = append(out, files...)
		case err == nil:
			t, err := readBook(l, name)
			if err != nil {
				return nil, err
			}
			out = append(out, t)
		case errors.Is(err, os.ErrNotExist) && slices.Contains(shipped, bookFile(name)):
			out = append(out, bookText{bookFile(name), rulebooks.Sources()[slices.Index(shipped, bookFile(name))]})
		default:
			return nil, misuse(l, fmt.Sprintf("打不开 %s：没有这个文件，也没有这个名称的自带规则（%s）。", name, strings.Join(shipped, "、")),
				fmt.Sprintf("%s cannot be opened: there is no such file, and no shipped rulebook of that name (%s).", name, strings.Join(shipped, ", ")))
		}
	}
	return out, nil
}

// bookFile is the file of a shipped rulebook, which may be named without its ending.
func bookFile(name string) string { return strings.TrimSuffix(name, ".yaml") + ".yaml" }

func readBook(l lang.Lang, name string) (bookText, error) {
	src, err := os.ReadFile(name)
	if err != nil {
		return bookText{}, misuse(l, fmt.Sprintf("打不开 %s：%v。", name, err), fmt.Sprintf("%s cannot be opened: %v.", name, err))
	}
	return bookText{name, src}, nil
}

// booksIn reads every .yaml and .yml file at the top of a folder.
func booksIn(l lang.Lang, dir string) ([]bookText, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, misuse(l, fmt.Sprintf("打不开文件夹 %s：%v。", dir, err), fmt.Sprintf("The folder %s cannot be opened: %v.", dir, err))
	}
	var out []bookText
	for _, e := range entries {
		if ext := filepath.Ext(e.Name()); e.IsDir() || ext != ".yaml" && ext != ".yml" {
			continue
		}
		t, err := readBook(l, filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	if len(out) == 0 {
		return nil, misuse(l, fmt.Sprintf("文件夹 %s 里没有规则文件（.yaml）。", dir), fmt.Sprintf("The folder %s has no rulebooks (.yaml) in it.", dir))
	}
	return out, nil
}
