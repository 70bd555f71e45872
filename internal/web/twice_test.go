package web_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/huiyin/huiyin/internal/testkit/htmlcheck"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// Two people act on the same page: one wins, the other gets a 409 page that says what happened, with
// everything he typed and the new revision, so that he can decide again.
func TestTwoPeopleAtOnce(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	r := s.Raise("柳溪桥头路灯不亮")
	s.Act("station-clerk", r.ID, "assign", "unit", "roads", "category", "roads")
	s.Act("roads-clerk", r.ID, "accept")
	first, second, office := s.as(t, "roads-clerk"), s.as(t, "roads-clerk"), s.as(t, "office-clerk")
	answer, note := "/m/"+r.ID+"/acts/answer", "/m/"+r.ID+"/acts/note"
	page := second.get("/m/" + r.ID)
	typed := page.form(answer, "f.answer", "第二个人写了很久的答复")

	// Somebody leaves a note meanwhile: the answer can still be given, after a look.
	office.post(note, office.get("/m/"+r.ID).form(note, "f.note", "请注意联系方式")...).is(http.StatusOK)
	lost := second.post(answer, typed...).is(http.StatusConflict)
	plain(t, "409", lost)
	lost.doc().Check(
		htmlcheck.In("[role=alert]", htmlcheck.HasText("没有保存"), htmlcheck.HasText("写内部备注"), htmlcheck.HasText("葛云舒"), htmlcheck.In("a[href='#act-answer']")),
		htmlcheck.Count("[role=alert] .moment", 1),
		htmlcheck.In("#answer-answer", htmlcheck.TextIs("第二个人写了很久的答复")))
	again := lost.form(answer, "f.answer", "第二个人写了很久的答复")

	// The first colleague answers before he sends it again: now the step is over, his words are still there.
	first.post(answer, first.get("/m/"+r.ID).form(answer, "f.answer", "第一个人的答复")...).is(http.StatusOK)
	gone := second.post(answer, again...).is(http.StatusConflict)
	plain(t, "409 gone", gone)
	gone.doc().Check(
		htmlcheck.In("[role=alert]", htmlcheck.HasText("第二个人写了很久的答复")),
		htmlcheck.NotIn("form[action='"+answer+"']"))
	if p := s.Page(r.ID); len(p.Answers) != 1 || p.Answers[0].Text != "第一个人的答复" {
		t.Fatalf("answers: %+v", p.Answers)
	}
	s.Verify()
}

// The winner is one, however many act at the same moment.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	r := s.Raise("柳溪桥头路灯不亮")
	const n = 6
	path := "/m/" + r.ID + "/acts/assign"
	var people []*person
	var forms [][]string
	for range n {
		p := s.as(t, "station-clerk")
		people = append(people, p)
		forms = append(forms, p.get("/m/"+r.ID).form(path, "f.unit", "roads", "f.category", "roads"))
	}
	status := make([]int, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { status[i] = people[i].post(path, forms[i]...).status })
	}
	wg.Wait()
	won := 0
	for _, st := range status {
		switch st {
		case http.StatusOK:
			won++
		case http.StatusConflict:
		default:
			t.Errorf("status %d", st)
		}
	}
	if won != 1 {
		t.Fatalf("%d of %d won: %v", won, n, status)
	}
	s.Verify()
}

// A form that is sent twice, after each other or at once, raises one matter and shows one receipt with its code.
func TestRaisedOnce(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	p := s.visitor(t)
	fields := p.get("/raise/opinion").form("/raise/opinion", "title", "只说一遍", "text", "只说一遍的内容")
	codes := make([]string, 4)
	var wg sync.WaitGroup
	for i := range codes {
		other := s.visitor(t) // one browser, but a second request does not wait for the first one's cookie
		wg.Go(func() { codes[i] = other.post("/raise/opinion", fields...).is(http.StatusOK).doc().Text("#code") })
	}
	wg.Wait()
	last := p.post("/raise/opinion", fields...).is(http.StatusOK).doc()
	for _, code := range codes {
		if code == "" || code != last.Text("#code") {
			t.Fatalf("codes %v, then %q", codes, last.Text("#code"))
		}
	}
	if last.Text("#number") != "2026-000001" {
		t.Fatalf("it was raised more than once: %s", last.Text("#number"))
	}
	// Back in the browser, another text: that is another matter.
	fields = append(fields, "f.place", "另一处")
	if got := p.post("/raise/opinion", fields...).is(http.StatusOK).doc().Text("#number"); got != "2026-000002" {
		t.Fatalf("the changed form got receipt %s", got)
	}
}

func TestActedOnce(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	r := s.Raise("柳溪桥头路灯不亮")
	p := s.as(t, "station-clerk")
	path := "/m/" + r.ID + "/acts/note"
	form := p.get("/m/"+r.ID).form(path, "f.note", "电话联系过")
	p.post(path, form...).is(http.StatusOK)
	rev := s.Page(r.ID).Rev
	if a := p.post(path, form...).is(http.StatusOK); a.path != "/m/"+r.ID+"?done=note" {
		t.Fatalf("the second time ends at %s", a.path)
	}
	if s.Page(r.ID).Rev != rev {
		t.Fatal("it was written down twice")
	}
}

// A session that expires while somebody writes: the words go with him through sign-in, and nothing is sent
// before he says so.
func TestWordsSurviveSigningIn(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	r := s.Raise("柳溪桥头路灯不亮")
	p := s.as(t, "station-clerk")
	path := "/m/" + r.ID + "/acts/note"
	form := p.get("/m/"+r.ID).form(path, "f.note", "写了很久的备注 <b>&\"'\n第二行")
	s.Clock.Set(world.At("2026-03-03 09:30")) // the session has expired overnight
	expired := p.post(path, form...).is(http.StatusUnauthorized)
	plain(t, "expired", expired)
	if !strings.Contains(expired.body, "还在") {
		t.Fatal("he is not told that his words were kept")
	}

	// Signing in with a wrong password keeps them too.
	wrong := p.post("/signin", expired.form("/signin", "login", "station-clerk", "password", "wrong password")...).is(http.StatusUnauthorized)
	wrong.doc().Check(htmlcheck.In("#login", htmlcheck.HasAttr("value", "station-clerk")), htmlcheck.NotIn("#password[value]"))

	resume := p.post("/signin/demo", wrong.form("/signin", "account", "a-station-clerk")...).is(http.StatusOK)
	plain(t, "resume", resume)
	if s.Page(r.ID).Rev != 1 {
		t.Fatal("it was sent without being asked")
	}
	resume.doc().Check(htmlcheck.In(".kept", htmlcheck.HasText("写了很久的备注 <b>&\"' 第二行")))
	p.post(path, resume.form(path)...).is(http.StatusOK)
	history := s.Page(r.ID).History
	last := history[len(history)-1]
	if len(last.Fields) != 1 || last.Fields[0].Raw != "写了很久的备注 <b>&\"'\n第二行" {
		t.Fatalf("kept as %+v", last.Fields)
	}
}

// Reading goes on after signing in where it stopped.
func TestSigningInLeadsOn(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	r := s.Raise("柳溪桥头路灯不亮")
	p := s.visitor(t)
	form := p.get("/m/" + r.ID + "?x=1").is(http.StatusUnauthorized)
	next := form.doc().Attr("form[action='/signin/demo'] input[name=next]", "value")
	if a := p.post("/signin/demo", "account", "a-station-clerk", "next", next).is(http.StatusOK); a.path != "/m/"+r.ID+"?x=1" {
		t.Fatalf("ends at %s", a.path)
	}
	if a := p.post("/signin/demo", "account", "a-chair", "next", "//evil.example/").is(http.StatusOK); a.path != "/home/leader" {
		t.Fatalf("a way out leads to %s", a.path)
	}
	if a := p.post("/signout").is(http.StatusOK); a.path != "/" {
		t.Fatalf("signing out ends at %s", a.path)
	}
	p.get("/matters").is(http.StatusUnauthorized)
}

// A password works, a wrong one does not, and five wrong ones lock the account.
func TestSigningInWithAPassword(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	if err := s.Office.SetPassword(t.Context(), world.ID, "chair", "a long password"); err != nil {
		t.Fatal(err)
	}
	p := s.visitor(t)
	a := p.post("/signin", "login", " chair ", "password", "a long password").is(http.StatusOK)
	if a.path != "/home/leader" {
		t.Fatalf("ends at %s", a.path)
	}
	p = s.visitor(t)
	for range 5 {
		p.post("/signin", "login", "chair", "password", "another password").is(http.StatusUnauthorized)
	}
	locked := p.post("/signin", "login", "chair", "password", "a long password").is(http.StatusTooManyRequests)
	locked.doc().Check(htmlcheck.In("[role=alert]", htmlcheck.HasText("30 分钟")))
}
