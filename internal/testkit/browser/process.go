package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"syscall"

	"github.com/chromedp/chromedp"
)

// EnvProgram names a Chromium to use in place of the installed one.
const EnvProgram = "HUIYIN_TEST_CHROMIUM"

var errNotInstalled = errors.New("Chromium is not on this machine. Install it: run `make test` as root on Debian, " +
	"or `sudo apt-get install chromium fonts-noto-cjk`, or set " + EnvProgram + " to its path")

// chromium is the one browser of this process, started when the first test asks
// for it. Nothing stops it here: it talks over a pipe and ends when this
// process does, whichever way that happens.
var chromium = sync.OnceValues(start)

// process is the running Chromium.
type process struct {
	ctx context.Context
	// watchdog is our end of the watchdog's pipe. It closes when this process
	// ends, or when nobody refers to it any more.
	watchdog *os.File
}

func start() (*process, error) {
	program, err := findProgram()
	if err != nil {
		return nil, err
	}
	home, watchdog, err := makeHome()
	if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program),
		chromedp.UserDataDir(home),
		chromedp.Env("HOME="+home, "TMPDIR="+home, "XDG_CONFIG_HOME="+home, "XDG_CACHE_HOME="+home),
		chromedp.NoSandbox, // root, and most containers, cannot have it; the pages are our own
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-domain-reliability", true),
		chromedp.Flag("disable-features", "Translate,BlinkGenPropertyTrees,OptimizationHints,MediaRouter,AutofillServerCommunication"),
		// Even a name that a page should not know is never asked for.
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"),
		chromedp.Flag("lang", "zh-CN"),
		chromedp.Flag("font-render-hinting", "none"),
	)
	// Both live as long as the process.
	allocator, _ := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ := chromedp.NewContext(allocator)
	if err := chromedp.Do(ctx); err != nil {
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	return &process{ctx, watchdog}, nil
}

func findProgram() (string, error) {
	if program := os.Getenv(EnvProgram); program != "" {
		return program, nil
	}
	for _, name := range []string{
		"chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
		"/Applications/Chromium.app/Contents/MacOS/Chromium",
	} {
		if program, err := exec.LookPath(name); err == nil {
			return program, nil
		}
	}
	return "", errNotInstalled
}

// makeHome creates the folder that Chromium keeps everything in. A shell that
// holds the other end of a pipe removes it when this process has ended: no test
// is there any more to do it.
func makeHome() (home string, watchdog *os.File, err error) {
	home, err = os.MkdirTemp("", "huiyin-chromium-")
	if err != nil {
		return "", nil, fmt.Errorf("make a folder for Chromium: %w", err)
	}
	read, write, err := os.Pipe()
	if err != nil {
		return "", nil, fmt.Errorf("make the watchdog's pipe: %w", err)
	}
	defer read.Close()
	// Chromium's own children take a moment to follow it.
	const script = `cat >/dev/null; for i in 1 2 3 4 5 6 7 8 9 10; do rm -rf "$1" && sleep 0.2 && [ ! -e "$1" ] && exit; done 2>/dev/null`
	cmd := exec.Command("/bin/sh", "-c", script, "huiyin-chromium-watchdog", home)
	cmd.Dir, cmd.Stdin, cmd.SysProcAttr = "/", read, &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		return "", nil, errors.Join(fmt.Errorf("start the watchdog: %w", err), write.Close())
	}
	return home, write, nil
}
