package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/testkit/htmlcheck"
)

const importCSV = "编号,网友,标题,时间,内容,回复,回复时间\n" +
	"M1,甲,路灯不亮,2019-03-04 10:00:00,夜里很黑。,,\n" +
	"M2,乙,井盖松动,2019-03-05 10:00:00,响声很大。,,\n" +
	"M3,丙,公厕损坏,某日,门锁坏了。,,\n"

// A file is uploaded, looked at, read in another way, imported, and reported on, all without script.
func TestImportPages(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	p := s.as(t, "office-clerk")
	p.get("/raise").is(http.StatusOK).doc().Check(htmlcheck.In("a[href='/admin/import']"))
	p.get("/admin/import").is(http.StatusOK).doc().Check(htmlcheck.In("input[type=file]"))
	p.upload("/admin/import", "", "").is(http.StatusUnprocessableEntity).doc().Check(htmlcheck.Count("[role=alert]", 1))
	shown := p.upload("/admin/import", "三月留言.csv", importCSV).is(http.StatusOK)
	if !strings.HasPrefix(shown.path, "/admin/import/") {
		t.Fatalf("it leads to %s", shown.path)
	}
	path := shown.path
	plain(t, "import preview", shown)
	shown.doc().Check(
		htmlcheck.In("h1", htmlcheck.HasText("三月留言.csv")),
		htmlcheck.In(".import-map option[value='']", htmlcheck.HasText("自动：A 编号")),
		htmlcheck.Count(".import-not tbody tr", 1), htmlcheck.In(".import-not tbody", htmlcheck.HasText("某日")),
		htmlcheck.In("form[action='"+path+"/start'] .primary", htmlcheck.HasText("2")),
	)
	// A column that is not there: said, and nothing can be confirmed; set right again.
	wrong := p.post(path, "c.raisedAt", "没有这一列").is(http.StatusOK)
	wrong.doc().Check(htmlcheck.Count("[role=alert]", 1), htmlcheck.NotIn("form[action='"+path+"/start'] .primary"))
	p.post(path, "c.subject", "C", "open", "1").is(http.StatusOK).doc().Check(htmlcheck.In(".import-map option[value=C][selected]"), htmlcheck.In("input[name=open][checked]"))
	if a := p.get(path + "/report?format=csv").is(http.StatusOK); !strings.Contains(a.body, "M3") || !strings.Contains(a.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("report %q %s", a.body, a.header)
	}
	done := p.post(path + "/start").is(http.StatusOK)
	done.doc().Check(htmlcheck.In("[role=status]", htmlcheck.HasText("已导入 2 条")), htmlcheck.Count(".import-not tbody tr", 1))
	p.post(path + "/start").is(http.StatusOK).doc().Check(htmlcheck.In("[role=status]", htmlcheck.HasText("已导入 2 条")))
	p.get("/matters?procedure=message").is(http.StatusOK).doc().Check(htmlcheck.Count("main .rows tbody tr", 2))
	p.get(path + "/report?format=xlsx").is(http.StatusOK)
	p.get(path + "/report?format=exe").is(http.StatusUnprocessableEntity)
	p.get("/admin/import").is(http.StatusOK).doc().Check(htmlcheck.In(".runs", htmlcheck.HasText("三月留言.csv")), htmlcheck.In(".runs", htmlcheck.HasText("未导入 1 行")))
	// The page of runs sends an import to its own.
	if a := p.get(strings.Replace(path, "/admin/import/", "/desk/runs/", 1)).is(http.StatusOK); a.path != path {
		t.Errorf("it leads to %s", a.path)
	}
	// One that was dropped is gone.
	other := p.upload("/admin/import", "x.csv", importCSV).is(http.StatusOK).path
	p.post(other + "/drop").is(http.StatusOK)
	p.get(other).is(http.StatusNotFound)
	// More than the bound is refused, with the page to try again.
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	w, err := m.CreateFormFile("file", "big.csv")
	if err == nil {
		_, err = w.Write(make([]byte, 19<<20))
	}
	if err != nil || m.Close() != nil {
		t.Fatal(err)
	}
	big := p.do(p.request(http.MethodPost, "/admin/import", m.FormDataContentType(), &body)).is(http.StatusUnprocessableEntity)
	big.doc().Check(htmlcheck.In("[role=alert]", htmlcheck.HasText("16")))
}

// Who may import: the deputy office's staff, each his own files.
func TestWhoMayImportOnPages(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	mine := s.as(t, "office-clerk").upload("/admin/import", "m.csv", importCSV).is(http.StatusOK).path
	for _, who := range []string{"station-clerk", "station2-clerk", "water-clerk", "general-clerk", "committee-clerk", "chair", "member", "deputy", "admin", ""} {
		p, want := s.visitor(t), http.StatusUnauthorized
		if who != "" {
			p, want = s.as(t, who), http.StatusForbidden
		}
		for _, path := range []string{"/admin/import", mine, mine + "/report?format=csv"} {
			if a := p.get(path); a.status != want || strings.Contains(a.body, "M3") {
				t.Errorf("%q opens %s: %d", who, path, a.status)
			}
		}
		for _, path := range []string{mine, mine + "/start", mine + "/drop"} {
			if a := p.post(path); a.status != want {
				t.Errorf("%q posts to %s: %d", who, path, a.status)
			}
		}
		if a := p.upload("/admin/import", "m.csv", importCSV); a.status != want {
			t.Errorf("%q uploads: %d", who, a.status)
		}
		if who != "" {
			if a := p.get("/raise"); strings.Contains(a.body, "/admin/import") {
				t.Errorf("%q is led to the import", who)
			}
		}
	}
	s.as(t, "office-clerk").get(mine).is(http.StatusOK)
}
