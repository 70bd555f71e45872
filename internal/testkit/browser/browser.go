// Package browser lets tests use the product as people do: in a real Chromium,
// with mouse, keyboard and eyes.
//
//	b := browser.New(t)                 // own cookies, as a person of its own
//	b.Open(server.URL + "/login")
//	b.Fill("用户名", "zhou")
//	b.Click("登录")
//	b.See("待办")
//	b.Axe()                             // WCAG 2.2 AA and best practice
//	b.Screenshot("todo")                // at three sizes, into e2e/shots
//
// Every action waits until its element is there and until the page has come to
// rest afterwards, so tests never sleep. An action that cannot be done ends the
// test with the page's address and a picture of it.
//
// Whatever goes wrong in the page by itself fails the test too, at its end: an
// uncaught exception, an error on the console, an answer of 400 and above, a
// request that failed, and any request that would leave this machine. A test
// that provokes one of these says so with Expect.
//
// One Chromium serves all tests of a process and dies with it.
package browser

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// patience is how long an action waits for its element or for the page. A page
// takes milliseconds; two cores full of tests with -race need room.
const patience = 30 * time.Second

// Browser is one person at a browser: a window with cookies of its own. It is
// for the goroutine of its test only.
type Browser struct {
	t        testing.TB
	ctx      context.Context
	events   *recorder
	expected []string
	patience time.Duration
	noScript bool
	shots    string
	size     Size
	pictured bool // a picture of the failure was saved
}

// Option changes how a Browser behaves.
type Option func(*settings)

type settings struct {
	noScript bool
	language string
	timezone string
	size     Size
	patience time.Duration
	shots    string
}

// NoScript turns the page's JavaScript off. Every form must still work.
func NoScript() Option { return func(s *settings) { s.noScript = true } }

// Language sets the language that the browser asks pages for, in place of
// zh-CN.
func Language(tag string) Option { return func(s *settings) { s.language = tag } }

// Window sets the size of the window, in place of Desk.
func Window(size Size) Option { return func(s *settings) { s.size = size } }

// Patience sets how long an action waits for its element or for the page; for
// tests that expect it to wait in vain.
func Patience(d time.Duration) Option { return func(s *settings) { s.patience = d } }

// Shots has pictures saved in a folder of the caller's, in place of e2e/shots.
func Shots(dir string) Option { return func(s *settings) { s.shots = dir } }

// New opens a window for the test and closes it at the test's end. The window
// has an own, empty set of cookies.
func New(t testing.TB, options ...Option) *Browser {
	t.Helper()
	s := settings{language: "zh-CN", timezone: "Asia/Shanghai", size: Desk, patience: patience, shots: shotsDir()}
	for _, option := range options {
		option(&s)
	}
	shared, err := chromium()
	if err != nil {
		t.Fatalf("browser: %v", err)
	}
	events := newRecorder()
	// close ends the context, by chromedp.Cancel.
	ctx, _ := chromedp.NewContext(shared.ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(events.listen))
	b := &Browser{t: t, ctx: ctx, events: events, patience: s.patience, noScript: s.noScript, shots: s.shots}
	t.Cleanup(b.close)
	// The first run opens the window and ties it to the context it is given, so
	// that one must have no deadline.
	if err := chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		return s.apply(ctx, target, events)
	})); err != nil {
		t.Fatalf("browser: open a window: %v", err)
	}
	b.Resize(s.size)
	return b
}

// apply prepares a new window.
func (s settings) apply(ctx context.Context, target *chromedp.Target, events *recorder) error {
	tree, err := cdp.Call(ctx, target, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		return fmt.Errorf("find the main frame: %w", err)
	}
	events.follow(ctx, tree.FrameTree.Frame.ID)
	if _, err := cdp.Call(ctx, target, emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{TimezoneID: s.timezone}); err != nil {
		return fmt.Errorf("set the time zone: %w", err)
	}
	agent, err := chromedp.Evaluate[string]("navigator.userAgent")(ctx, target)
	if err != nil {
		return fmt.Errorf("read the user agent: %w", err)
	}
	if _, err := cdp.Call(ctx, target, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{
		UserAgent: agent, AcceptLanguage: s.language,
	}); err != nil {
		return fmt.Errorf("set the language: %w", err)
	}
	// Pictures shall not depend on how far an animation has come.
	if _, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}},
	}); err != nil {
		return fmt.Errorf("ask for reduced motion: %w", err)
	}
	if s.noScript {
		return disableScripts(true)(ctx, target)
	}
	return nil
}

func disableScripts(off bool) func(context.Context, *chromedp.Target) error {
	return func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: off})
		if err != nil {
			return fmt.Errorf("turn the page's JavaScript off or on: %w", err)
		}
		return nil
	}
}

// Expect announces something that would fail the test, by a part of its text:
// "409" for an answer with that status. It must then happen.
func (b *Browser) Expect(part string) { b.expected = append(b.expected, part) }

// close ends the window and reports what went wrong in it.
func (b *Browser) close() {
	b.t.Helper()
	if b.t.Failed() {
		b.picture()
	}
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Cancel(ctx); err != nil {
		b.t.Errorf("browser: close the window: %v", err)
	}
	for _, problem := range b.events.problems() {
		if !b.expects(problem) {
			b.t.Errorf("browser: %s", problem)
		}
	}
	for _, part := range b.expected {
		if !contains(b.events.problems(), part) {
			b.t.Errorf("browser: %q was expected and did not happen", part)
		}
	}
}

func (b *Browser) expects(problem string) bool {
	for _, part := range b.expected {
		if strings.Contains(problem, part) {
			return true
		}
	}
	return false
}

func contains(problems []string, part string) bool {
	for _, problem := range problems {
		if strings.Contains(problem, part) {
			return true
		}
	}
	return false
}

// run does one thing in the window, with a limit of time.
func run[T any](b *Browser, action chromedp.Action[T]) (T, error) {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, action)
}

// fatal ends the test with all that helps to see why: the address, what the
// page complained of, and where the picture is.
func (b *Browser) fatal(what string, err error) {
	b.t.Helper()
	var more strings.Builder
	if location, locErr := run(b, chromedp.Location()); locErr == nil {
		fmt.Fprintf(&more, "\n  page: %s", location)
	}
	for _, problem := range b.events.problems() {
		fmt.Fprintf(&more, "\n  in the page: %s", problem)
	}
	if file := b.picture(); file != "" {
		fmt.Fprintf(&more, "\n  picture: %s", file)
	}
	b.t.Fatalf("browser: %s: %v%s", what, err, more.String())
}

// picture saves what the window shows now, once per test, and returns the
// file's name; "" when it cannot.
func (b *Browser) picture() string {
	if b.pictured {
		return ""
	}
	b.pictured = true
	data, err := run(b, chromedp.CaptureScreenshot())
	if err != nil {
		return ""
	}
	file := filepath.Join(b.shots, "failed", fileName(b.t.Name())+".png")
	if err := writeFile(file, data); err != nil {
		return ""
	}
	b.t.Logf("browser: picture of the failure: %s", file)
	return file
}

func writeFile(file string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o644)
}
