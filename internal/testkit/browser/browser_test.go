package browser_test

import (
	"bytes"
	"fmt"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/testkit/browser"
)

// site is a small server with what the harness must cope with: forms, lists,
// redirects, parts that come late, and things that go wrong.
func site(t *testing.T) string {
	t.Helper()
	mux := http.NewServeMux()
	html := func(w http.ResponseWriter, body string) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:")
		fmt.Fprintf(w, `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>试验</title><link rel="icon" href="data:,"></head><body><main>%s</main></body></html>`, body)
	}
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		seen := "新客人"
		if _, err := r.Cookie("seen"); err == nil {
			seen = "老客人"
		}
		http.SetCookie(w, &http.Cookie{Name: "seen", Value: "1", Path: "/"})
		html(w, `<h1>意见登记</h1><p id="who">`+seen+`</p>
<form action="/save" method="post" enctype="multipart/form-data">
<p><label for="title">标题 <b>*</b></label> <input id="title" name="title" value="旧标题"></p>
<p><label>正文 <textarea name="body"></textarea></label></p>
<p><label>期限 <input type="date" name="due"></label></p>
<p><label>承办单位 <select name="unit"><option value="zj">住建局</option><option value="sw">水务局</option></select></label></p>
<p><label><input type="checkbox" name="public" value="yes"> 同意公开</label></p>
<p><label>附件 <input type="file" name="proof"></label></p>
<p><button>保存</button> <button formaction="/gone" hidden>看不见</button> <button disabled>办结</button></p></form>
<p><a href="/list">全部意见</a></p>`)
	})
	mux.HandleFunc("POST /save", func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseMultipartForm(1 << 20); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		proof := ""
		if f, _, err := r.FormFile("proof"); err == nil {
			data, _ := io.ReadAll(f)
			proof = string(data)
		}
		html(w, fmt.Sprintf(`<h1>已保存</h1><p id="got">%s|%s|%s|%s|%s|%s</p>`, r.FormValue("title"), r.FormValue("body"), r.FormValue("due"), r.FormValue("unit"), r.FormValue("public"), proof))
	})
	mux.HandleFunc("GET /list", func(w http.ResponseWriter, _ *http.Request) {
		html(w, `<h1>全部意见</h1><ul><li>甲 <button onclick="this.textContent='交办中';fetch('/slow').then(r=>r.text()).then(x=>this.textContent=x)">交办甲</button></li>
<li>乙 <button>交办乙</button></li></ul><p><button onclick="document.getElementById('late').textContent=confirm('确定删除？')?'已删除':'未删除'">删除</button></p><p id="late">在</p>`)
	})
	mux.HandleFunc("GET /slow", func(w http.ResponseWriter, r *http.Request) {
		select { // long enough to be missed by a harness that does not wait
		case <-r.Context().Done():
		case <-time.After(200 * time.Millisecond):
			fmt.Fprint(w, "已交办")
		}
	})
	mux.HandleFunc("GET /bad", func(w http.ResponseWriter, _ *http.Request) {
		html(w, `<h1>坏页</h1><img src="/missing.png"><img src="http://example.com/far.png" alt=""><input name="bare"><p style="color:#bbb;background:#fff">看不清</p>
<script>console.error("控制台错误"); null.f()</script>`)
	})
	mux.HandleFunc("GET /wide", func(w http.ResponseWriter, _ *http.Request) {
		html(w, `<h1>宽页</h1><div style="width:900px;background:#eee">比手机宽</div>`)
	})
	mux.HandleFunc("GET /covered", func(w http.ResponseWriter, _ *http.Request) {
		html(w, `<h1>被盖住</h1><button>提交</button><div style="position:fixed;inset:0;background:#0003"></div>`)
	})
	mux.HandleFunc("GET /old", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/list", http.StatusSeeOther) })
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

func TestFillInAForm(t *testing.T) {
	t.Parallel()
	url := site(t)
	file := filepath.Join(t.TempDir(), "凭证.txt")
	if err := os.WriteFile(file, []byte("照片"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, options := range map[string][]browser.Option{"with JavaScript": nil, "without JavaScript": {browser.NoScript()}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := browser.New(t, options...)
			b.Open(url)
			if got := b.Value("标题"); got != "旧标题" {
				t.Errorf("the field holds %q", got)
			}
			b.Fill("标题", "整治河堤")
			b.Fill("正文", "第一行\n第二行")
			b.Fill("期限", "2026-03-10")
			b.Select("承办单位", "水务局")
			b.Click("同意公开")
			b.Upload("附件", file)
			b.Click("保存")
			if got := b.Text("#got"); got != "整治河堤|第一行 第二行|2026-03-10|sw|yes|照片" {
				t.Errorf("the server got %q", got)
			}
			if b.Title() != "试验" || !strings.HasSuffix(b.URL(), "/save") {
				t.Errorf("page %q at %s", b.Title(), b.URL())
			}
			b.Axe()
			b.Back()
			b.See("意见登记")
		})
	}
}

func TestPeopleHaveTheirOwnCookies(t *testing.T) {
	t.Parallel()
	url := site(t)
	a, b := browser.New(t), browser.New(t)
	a.Open(url)
	a.Reload()
	b.Open(url)
	if x, y := a.Text("#who"), b.Text("#who"); x != "老客人" || y != "新客人" {
		t.Errorf("%s, %s", x, y)
	}
}

func TestClickWaitsForWhatItStarts(t *testing.T) {
	t.Parallel()
	b := browser.New(t)
	b.Open(site(t) + "/old")
	if !strings.HasSuffix(b.URL(), "/list") {
		t.Errorf("at %s after the redirect", b.URL())
	}
	b.Click("交办甲")
	if got := b.Text("li button"); got != "已交办" {
		t.Errorf("the button reads %q right after the click", got)
	}
	b.Click("删除")
	if got, want := fmt.Sprint(b.Text("#late"), b.Dialogs()), "已删除[确定删除？]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	b.NotSee("未删除")
	if n := b.Count("li"); n != 2 {
		t.Errorf("%d items", n)
	}
}

func TestKeyboard(t *testing.T) {
	t.Parallel()
	b := browser.New(t)
	b.Open(site(t) + "/list")
	b.Press("Tab")
	b.Press("Tab")
	if got := b.Focused(); got != "button 交办乙" {
		t.Errorf("the focus is on %q", got)
	}
	b.Press("Shift+Tab")
	b.Press("Enter")
	b.WaitText("li", "已交办")
}

func TestScreenshots(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	b := browser.New(t, browser.Shots(dir))
	b.Open(site(t))
	b.Screenshot("办理/form")
	for _, size := range []browser.Size{browser.Phone, browser.Desk, browser.Wall} {
		data, err := os.ReadFile(filepath.Join(dir, "办理-form-"+size.String()+".png"))
		if err != nil {
			t.Fatal(err)
		}
		picture, err := png.DecodeConfig(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if int64(picture.Width) != size.Width || int64(picture.Height) < size.Height {
			t.Errorf("at %v the picture is %dx%d", size, picture.Width, picture.Height)
		}
	}
}

// watcher stands in for a test that is expected to fail.
type watcher struct {
	testing.TB
	mu       sync.Mutex
	errors   []string
	cleanups []func()
}

func (w *watcher) Helper() {}
func (w *watcher) Failed() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.errors) > 0
}
func (w *watcher) Name() string        { return w.TB.Name() }
func (w *watcher) Logf(string, ...any) {}
func (w *watcher) Cleanup(f func())    { w.cleanups = append(w.cleanups, f) }
func (w *watcher) Errorf(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.errors = append(w.errors, fmt.Sprintf(format, args...))
}

func (w *watcher) Fatalf(format string, args ...any) {
	w.Errorf(format, args...)
	runtime.Goexit()
}

// failures runs a test that is expected to fail and returns what it reported.
func failures(t *testing.T, test func(t testing.TB)) string {
	t.Helper()
	w := &watcher{TB: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		test(w)
	}()
	<-done
	for _, cleanup := range slices.Backward(w.cleanups) {
		cleanup()
	}
	return strings.Join(w.errors, "\n")
}

func TestWhatGoesWrongInThePageFailsTheTest(t *testing.T) {
	t.Parallel()
	url := site(t)
	got := failures(t, func(t testing.TB) {
		b := browser.New(t, browser.Shots(t.TempDir()))
		b.Open(url + "/bad")
		b.Axe()
	})
	for _, want := range []string{
		"answer 404 to GET " + url + "/missing.png",
		"a request left this machine: GET http://example.com/far.png",
		"控制台错误",
		"Cannot read properties of null",
		"Content Security Policy",
		"label (critical)", "image-alt (critical)", "color-contrast (serious)",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not reported", want)
		}
	}
	if t.Failed() {
		t.Logf("reported:\n%s", got)
	}
}

func TestExpectedProblems(t *testing.T) {
	t.Parallel()
	url := site(t)
	b := browser.New(t)
	b.Expect("answer 404")
	b.Open(url + "/nowhere")
	b.See("404 page not found")

	got := failures(t, func(t testing.TB) {
		b := browser.New(t, browser.Shots(t.TempDir()))
		b.Expect("answer 409")
		b.Open(url)
	})
	if !strings.Contains(got, `"answer 409" was expected and did not happen`) {
		t.Errorf("reported: %s", got)
	}
}

func TestPageWiderThanThePhone(t *testing.T) {
	t.Parallel()
	url := site(t)
	got := failures(t, func(t testing.TB) {
		b := browser.New(t, browser.Shots(t.TempDir()))
		b.Open(url + "/wide")
		b.Screenshot("wide", browser.Phone, browser.Desk)
	})
	if !strings.Contains(got, "at 390x844") || strings.Contains(got, "at 1366x768") || !strings.Contains(got, "width:900px") {
		t.Errorf("reported: %s", got)
	}
}

func TestMessagesOfActionsThatCannotBeDone(t *testing.T) {
	t.Parallel()
	url := site(t)
	nowhere := httptest.NewServer(http.NotFoundHandler())
	nowhere.Close()
	for name, tc := range map[string]struct {
		path  string
		act   func(b *browser.Browser)
		wants []string
	}{
		"nothing":   {"/list", func(b *browser.Browser) { b.Click("督办") }, []string{`click "督办"`, "nothing on the page is called", "交办甲 | 交办乙 | 删除", "/list", "picture: "}},
		"too many":  {"/list", func(b *browser.Browser) { b.Click("交办") }, []string{"2 things on the page are called", "交办甲 | 交办乙"}},
		"hidden":    {"/", func(b *browser.Browser) { b.Click("看不见") }, []string{"nothing on the page is called"}},
		"disabled":  {"/", func(b *browser.Browser) { b.Click("办结") }, []string{`"办结" is disabled`}},
		"covered":   {"/covered", func(b *browser.Browser) { b.Click("提交") }, []string{"something lies over it", "position:fixed"}},
		"option":    {"/", func(b *browser.Browser) { b.Select("承办单位", "教育局") }, []string{"the options are: 住建局 | 水务局"}},
		"no list":   {"/", func(b *browser.Browser) { b.Select("标题", "x") }, []string{"no list to choose from"}},
		"text":      {"/", func(b *browser.Browser) { b.See("登记簿") }, []string{`see "登记簿"`, "the page reads: 意见登记"}},
		"not text":  {"/", func(b *browser.Browser) { b.NotSee("意见登记") }, []string{`not see "意见登记"`}},
		"element":   {"/", func(b *browser.Browser) { b.Text("#gone") }, []string{"no element for #gone"}},
		"script":    {"/", func(b *browser.Browser) { browser.Eval[int](b, "nope()") }, []string{"nope is not defined"}},
		"no server": {"", func(b *browser.Browser) { b.Open(nowhere.URL) }, []string{"ERR_CONNECTION_REFUSED"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := failures(t, func(t testing.TB) {
				b := browser.New(t, browser.Shots(t.TempDir()), browser.Patience(3*time.Second))
				b.Open(url + tc.path)
				tc.act(b)
				t.Errorf("the action was done")
			})
			for _, want := range tc.wants {
				if !strings.Contains(got, want) {
					t.Errorf("%q is not in: %s", want, got)
				}
			}
		})
	}
}
