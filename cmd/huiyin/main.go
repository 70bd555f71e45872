// Command huiyin runs the working life of a people's congress standing committee: one binary, one data
// folder, no internet. This package is wiring only: one file per subcommand.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"github.com/huiyin/huiyin/internal/problem"
)

// commands is the command line. Help texts are for the IT colleague of a clerk.
type commands struct {
	Demo     demoCmd     `cmd:"" help:"Run a demonstration congress with invented people and matters (演示)."`
	Serve    serveCmd    `cmd:"" help:"Run the real thing on a data folder or a PostgreSQL database (正式运行)."`
	Import   importCmd   `cmd:"" help:"Bring in records from files (导入)."`
	Figures  figuresCmd  `cmd:"" help:"Print figures counted from the records (统计)."`
	Deadline deadlineCmd `cmd:"" help:"Compute a due day and say why (计算期限)."`
	Calendar calendarCmd `cmd:"" help:"Print working days and holidays (工作日历)."`
	Rulebook rulebookCmd `cmd:"" help:"Check, explain and draw rulebooks (规则)."`
	Verify   verifyCmd   `cmd:"" help:"Prove that nothing in the records was changed behind the journal's back (校验)."`
	Reindex  reindexCmd  `cmd:"" help:"Make the index of words for searching anew (重建检索索引)."`
	Account  accountCmd  `cmd:"" help:"Set the password of an account (账号)."`
	Token    tokenCmd    `cmd:"" help:"Make, list and revoke the tokens by which programs use the API (访问令牌)."`
	OpenAPI  openapiCmd  `cmd:"" name:"openapi" help:"Print the description of the API, OpenAPI 3.1 (接口说明)."`
	Erase    eraseCmd    `cmd:"" help:"Lawfully erase the words of a matter, leaving a tombstone (依法隐去)."`
	Bench    benchCmd    `cmd:"" help:"Measure speed and cost on this machine (性能测试)."`
	Part     partCmd     `cmd:"" name:"bench-part" hidden:""`
	Version  versionCmd  `cmd:"" help:"Print the version (版本)."`
}

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run is main with its surroundings handed in, so that tests can call it.
func run(args []string, out, errOut io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c commands
	exited := -1
	parser, err := kong.New(&c,
		kong.Name("huiyin"),
		kong.Description("Huiyin 回音 — every matter gets an answer from a named owner by a known day, and an answer is not yet a result (件件有回音、事事有落实)."),
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Writers(out, errOut),
		kong.Exit(func(code int) { exited = code }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.BindTo(out, (*io.Writer)(nil)),
		kong.Bind(clock(time.Now)),
	)
	if err != nil {
		fmt.Fprintln(errOut, "huiyin:", err)
		return statusCannot
	}
	k, err := parser.Parse(args)
	if exited >= 0 { // --help was asked for and printed
		return exited
	}
	if err != nil {
		fmt.Fprintln(errOut, "huiyin:", err)
		var p *kong.ParseError
		if errors.As(err, &p) && len(args) == 0 {
			_ = p.Context.PrintUsage(true) // the hint is a courtesy; the error is printed above
		}
		return statusUsage
	}
	if err := k.Run(); err != nil {
		fmt.Fprintln(errOut, "huiyin:", say(err))
		return exitStatus(err)
	}
	return statusDone
}

// clock is the time of the process; tests hand in their own.
type clock func() time.Time

// say is an error as the terminal shows it, in the language of the session.
func say(err error) string {
	var p *problem.Problem
	if !errors.As(err, &p) || p.Kind == problem.Internal {
		return err.Error()
	}
	text := p.Text.EN
	if strings.HasPrefix(os.Getenv("LC_ALL")+os.Getenv("LANG"), "zh") {
		text = p.Text.ZH
	}
	if p.Unwrap() != nil {
		return text + " (" + p.Unwrap().Error() + ")"
	}
	return text
}
