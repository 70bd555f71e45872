package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/inspector"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// recorder watches a window: what goes wrong in it, and whether it is at rest.
type recorder struct {
	mu        sync.Mutex
	ctx       context.Context
	main      cdp.FrameID
	found     []string
	dialogs   []string
	inFlight  map[network.RequestID]flight
	urls      map[network.RequestID]string
	loading   bool
	requested time.Time // when a navigation was asked for that has not begun
}

// flight is a request that nobody has answered yet.
type flight struct {
	url  string
	page cdp.LoaderID // the page that asked
}

func newRecorder() *recorder {
	return &recorder{inFlight: map[network.RequestID]flight{}, urls: map[network.RequestID]string{}}
}

// follow tells the recorder the window's context and its main frame.
func (r *recorder) follow(ctx context.Context, main cdp.FrameID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ctx, r.main = ctx, main
}

func (r *recorder) problems() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]string(nil), r.found...)
}

// navigationGrace is how long an announced navigation may take to begin. Some
// never do (a link to a place on the same page).
const navigationGrace = 300 * time.Millisecond

// busy reports whether the page is still loading or waits for an answer.
func (r *recorder) busy() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.loading || len(r.inFlight) > 0 || !r.requested.IsZero() && time.Since(r.requested) < navigationGrace
}

// waitingFor says what keeps the page busy, for a message.
func (r *recorder) waitingFor() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.inFlight) == 0 {
		return "the page is still loading"
	}
	var urls []string
	for _, u := range r.inFlight {
		urls = append(urls, u.url)
	}
	return "no answer yet from " + strings.Join(urls, ", ")
}

func (r *recorder) problemf(format string, args ...any) {
	r.found = append(r.found, fmt.Sprintf(format, args...))
}

// listen is called for each event, in order, on the goroutine that reads from
// the browser: it only notes.
func (r *recorder) listen(ev any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch ev := ev.(type) {
	case *page.EventFrameRequestedNavigation:
		if ev.FrameID == r.main {
			r.requested = time.Now()
		}
	case *page.EventFrameStartedLoading:
		if ev.FrameID == r.main {
			r.loading, r.requested = true, time.Time{}
		}
	case *page.EventFrameStoppedLoading:
		if ev.FrameID == r.main {
			r.loading = false
		}
	case *page.EventFrameNavigated:
		if ev.Frame.ID == r.main {
			r.forget(ev.Frame.LoaderID)
		}
	case *page.EventJavascriptDialogOpening:
		r.dialogs = append(r.dialogs, ev.Message)
		go acceptDialog(r.ctx) // the page stands still until somebody answers
	case *inspector.EventTargetCrashed:
		r.problemf("the page crashed")
	default:
		r.listenToNetwork(ev)
		r.listenToConsole(ev)
	}
}

// forget lets go what the pages before this one had asked for: the browser does not always say that it gave them up.
func (r *recorder) forget(now cdp.LoaderID) {
	for id, f := range r.inFlight {
		if f.page != now {
			delete(r.inFlight, id)
		}
	}
}

func (r *recorder) listenToNetwork(ev any) {
	switch ev := ev.(type) {
	case *network.EventRequestWillBeSent:
		if leaves(ev.Request.URL) {
			r.problemf("a request left this machine: %s %s", ev.Request.Method, ev.Request.URL)
		}
		r.urls[ev.RequestID] = ev.Request.Method + " " + ev.Request.URL
		switch ev.Type {
		case network.ResourceTypeEventSource, network.ResourceTypeWebSocket, network.ResourceTypePing, network.ResourceTypePrefetch,
			network.ResourceTypeOther:
			// They stay open for as long as the page does, or nobody waits for them: the tab's icon is of type
			// "other", and a window that is left sometimes never says what became of it.
		default:
			r.inFlight[ev.RequestID] = flight{ev.Request.URL, ev.LoaderID}
		}
	case *network.EventResponseReceived:
		if ev.Response.Status >= 400 {
			r.problemf("answer %d to %s", ev.Response.Status, r.urls[ev.RequestID])
		}
	case *network.EventLoadingFinished:
		delete(r.inFlight, ev.RequestID)
	case *network.EventLoadingFailed:
		delete(r.inFlight, ev.RequestID)
		// A page that is left gives up what it was loading.
		if !ev.Canceled && ev.ErrorText != "net::ERR_ABORTED" {
			r.problemf("no answer to %s: %s %s", r.urls[ev.RequestID], ev.ErrorText, ev.BlockedReason)
		}
	}
}

func (r *recorder) listenToConsole(ev any) {
	switch ev := ev.(type) {
	case *runtime.EventExceptionThrown:
		text := ev.ExceptionDetails.Text
		if e := ev.ExceptionDetails.Exception; e != nil {
			text += " " + e.Description
		}
		r.problemf("uncaught exception: %s (%s)", text, ev.ExceptionDetails.URL)
	case *runtime.EventConsoleAPICalled:
		if ev.Type != runtime.ConsoleAPICalledTypeError && ev.Type != runtime.ConsoleAPICalledTypeAssert {
			return
		}
		var words []string
		for _, arg := range ev.Args {
			var text string
			if arg.Description != "" { // an object, an Error
				text = arg.Description
			} else if json.Unmarshal(arg.Value, &text) != nil { // no string: a number, say
				text = string(arg.Value)
			}
			words = append(words, text)
		}
		r.problemf("error on the console: %s", strings.Join(words, " "))
	case *log.EventEntryAdded:
		// Failed requests are noted above, with more to say about them.
		if ev.Entry.Level == log.EntryLevelError && !strings.HasPrefix(ev.Entry.Text, "Failed to load resource") {
			r.problemf("error in the browser's log: %s (%s)", ev.Entry.Text, ev.Entry.URL)
		}
	}
}

// leaves reports whether a request to the address would leave this machine.
func leaves(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return true
	}
	switch u.Scheme {
	case "data", "blob", "about":
		return false
	}
	switch u.Hostname() {
	case "127.0.0.1", "localhost", "::1":
		return false
	}
	return true
}

func acceptDialog(ctx context.Context) {
	// The window may be closing; then there is nobody to tell.
	_, _ = chromedp.Call(ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
}
