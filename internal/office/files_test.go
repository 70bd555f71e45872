package office_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/journal"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// drawing is a small PNG of its own for each n.
func drawing(t testing.TB, n uint8) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 30, 20))
	for i := range 30 {
		m.Set(i, int(n)%20, color.RGBA{n, 100, 200, 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func add(t testing.TB, w *world.World, v access.Viewer, name string, b []byte) matter.File {
	t.Helper()
	f, err := w.Office.AddFile(context.Background(), v, name, bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func actWith(t testing.TB, w *world.World, v access.Viewer, id, act string, fields map[string]string, files ...matter.File) {
	t.Helper()
	if _, err := w.Office.Act(context.Background(), v, id, office.ActInput{Act: act, Fields: fields, Files: files}); err != nil {
		t.Fatalf("%s: %v", act, err)
	}
}

func raiseWith(t testing.TB, w *world.World, public bool, files ...matter.File) office.Receipt {
	t.Helper()
	r, err := w.Office.Raise(context.Background(), w.Viewer(""), office.RaiseInput{
		Procedure: "opinion", Title: "桥头路灯不亮", Text: "请看照片。", Station: "station", Fields: map[string]string{"category": "roads"},
		Name: "住户", Contact: "0000-000", Public: true, PubFiles: public, Files: files,
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Who sees which attachment: each kind of act by each part somebody can have in the matter.
func TestWhoSeesWhichFile(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, w *world.World) {
		ctx := context.Background()
		r := raiseWith(t, w, false, add(t, w, w.Viewer(""), "opened.png", drawing(t, 1)))
		holder, id, err := w.Office.Track(ctx, world.ID, r.Number, r.Code)
		if err != nil {
			t.Fatal(err)
		}
		w.Act("station-clerk", id, "assign", "unit", "roads", "category", "roads")
		w.Act("roads-clerk", id, "accept")
		actWith(t, w, w.Viewer("office-clerk"), id, "note", map[string]string{"note": "内部"}, add(t, w, w.Viewer("office-clerk"), "note.png", drawing(t, 2)))
		unit := w.Viewer("roads-clerk")
		actWith(t, w, unit, id, "answer", map[string]string{"answer": "已修。"}, add(t, w, unit, "answer.png", drawing(t, 3)))
		actWith(t, w, holder, id, "rate", map[string]string{"rating": "satisfied", "reason": "好"}, add(t, w, holder, "rate.png", drawing(t, 4)))
		station := w.Viewer("station-clerk")
		actWith(t, w, station, id, "confirm", map[string]string{"findings": "亮了"}, add(t, w, station, "confirm.png", drawing(t, 5)))
		w.Verify()

		public := raiseWith(t, w, true, add(t, w, w.Viewer(""), "open to all.png", drawing(t, 6)))
		w.Act("station-clerk", public.ID, "assign", "unit", "water", "category", "roads")

		stranger := access.Viewer{Congress: "c2", Account: "x", Orgs: []access.Seat{{Org: "deputyOffice", Classification: "deputyOffice", Role: "staff"}}}
		all := "answer confirm note opened rate"
		for who, c := range map[string]struct {
			v    access.Viewer
			sees string
		}{
			"the public":           {w.Viewer(""), "answer"},
			"the raiser":           {holder, "answer confirm opened rate"},
			"the unit":             {unit, all},
			"another unit":         {w.Viewer("water-clerk"), "answer"},
			"the station":          {station, all},
			"another station":      {w.Viewer("station2-clerk"), "answer"},
			"the deputy office":    {w.Viewer("office-clerk"), all},
			"the chair meeting":    {w.Viewer("chair"), all},
			"a member":             {w.Viewer("member"), all},
			"a deputy":             {w.Viewer("deputy"), "answer"},
			"another congress":     {stranger, ""},
			"a receipt of another": {access.Viewer{Congress: world.ID, Matter: public.ID, Raiser: "x"}, "answer"},
		} {
			for _, a := range everyFile(w, id) {
				kind := strings.TrimSuffix(a.Name, ".png")
				for _, hash := range []string{a.Hash, a.Thumb} {
					f, err := w.Office.File(ctx, c.v, id, hash)
					want := strings.Contains(" "+c.sees+" ", " "+kind+" ")
					if want != (err == nil) || err != nil && problem.KindOf(err) != problem.NotFound {
						t.Errorf("%s, %s: %v, want to see it: %v", who, a.Name, err, want)
					}
					if err == nil {
						_ = f.Close()
					}
				}
			}
			// What the page lists is what can be opened.
			p, err := w.Office.Matter(ctx, c.v, id)
			if err == nil && listed(p) != c.sees {
				t.Errorf("%s: the page lists %q, want %q", who, listed(p), c.sees)
			}
		}
		if p, err := w.Office.Matter(ctx, w.Viewer(""), public.ID); err != nil || listed(p) != "open to all" {
			t.Errorf("agreed for everybody: %q, %v", listed(p), err)
		}
		// A hash of one matter opens nothing in another.
		if _, err := w.Office.File(ctx, w.Viewer("office-clerk"), public.ID, everyFile(w, id)[0].Hash); problem.KindOf(err) != problem.NotFound {
			t.Errorf("through another matter: %v", err)
		}
	})
}

// everyFile is what the office sees attached to a matter.
func everyFile(w *world.World, id string) []office.FileText {
	p := w.Page(id)
	out := p.Files
	for _, a := range p.Answers {
		out = append(out, a.Files...)
	}
	for _, m := range p.History {
		out = append(out, m.Files...)
	}
	return out
}

// listed are the names of all files on a page, sorted.
func listed(p office.Page) string {
	var names []string
	take := func(all []office.FileText) {
		for _, f := range all {
			names = append(names, strings.TrimSuffix(f.Name, ".png"))
		}
	}
	take(p.Files)
	for _, a := range p.Answers {
		take(a.Files)
	}
	for _, m := range p.History {
		take(m.Files)
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

// Erasing words erases their files, unless another matter that lives names the same bytes.
func TestErasureTakesTheFiles(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, w *world.World) {
		ctx := context.Background()
		shared, own := drawing(t, 1), drawing(t, 2)
		a := raiseWith(t, w, false, add(t, w, w.Viewer(""), "shared.png", shared), add(t, w, w.Viewer(""), "own.png", own))
		b := raiseWith(t, w, false, add(t, w, w.Viewer(""), "again.png", shared))
		files := w.Page(a.ID).Files
		if err := w.Office.Erase(ctx, w.Viewer("admin"), a.ID, office.EraseInput{Basis: "privacy", Reason: "本人要求"}); err != nil {
			t.Fatal(err)
		}
		for i, want := range []bool{true, false} {
			for _, hash := range []string{files[i].Hash, files[i].Thumb} {
				if has, err := w.Files.Has(ctx, world.ID, hash); has != want || err != nil {
					t.Errorf("%s after the erasure: %v, %v", files[i].Name, has, err)
				}
			}
		}
		if n := len(w.Page(a.ID).Files); n != 0 {
			t.Errorf("%d files are still listed", n)
		}
		w.Verify()
		if err := w.Office.Erase(ctx, w.Viewer("admin"), b.ID, office.EraseInput{Basis: "privacy", Reason: "本人要求"}); err != nil {
			t.Fatal(err)
		}
		if n := blobs(t, w); n != 0 {
			t.Errorf("%d blobs are left", n)
		}
		w.Verify()
	})
}

func blobs(t testing.TB, w *world.World) (n int) {
	t.Helper()
	if err := w.Files.Each(context.Background(), func(string, string, time.Time) error { n++; return nil }); err != nil {
		t.Fatal(err)
	}
	return n
}

// What no act named is swept after a day and not before; what one named stays for good.
func TestSweep(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, w *world.World) {
		ctx := context.Background()
		r := raiseWith(t, w, false, add(t, w, w.Viewer(""), "kept.png", drawing(t, 1)))
		waiting := add(t, w, w.Viewer(""), "waiting.png", drawing(t, 2))
		for _, c := range []struct {
			at   string
			want int
		}{{"2026-03-03 08:59", 4}, {"2026-03-03 09:01", 2}, {"2027-03-03 09:01", 2}} {
			w.Clock.Set(world.At(c.at))
			if err := w.Office.Sweep(ctx); err != nil {
				t.Fatal(err)
			}
			if n := blobs(t, w); n != c.want {
				t.Errorf("%s: %d blobs, want %d", c.at, n, c.want)
			}
		}
		_, err := w.Office.Act(ctx, w.Viewer("office-clerk"), r.ID, office.ActInput{Act: "note", Fields: map[string]string{"note": "x"}, Files: []matter.File{waiting}})
		if problem.Of(err).Code != "fileExpired" {
			t.Errorf("naming what was swept: %v", err)
		}
		w.Verify()
	})
}

// Verify names an attachment whose bytes were changed or are gone, and bytes that nobody attached.
func TestVerifyFindsFilesThatAreNotAsNamed(t *testing.T) {
	t.Parallel()
	w := world.SQLite(t)
	ctx := context.Background()
	r := raiseWith(t, w, false, add(t, w, w.Viewer(""), "a.png", drawing(t, 1)))
	f := w.Page(r.ID).Files[0]
	fault := func(want string) {
		t.Helper()
		_, err := w.Store.VerifyFiles(ctx, w.Files)
		if x, ok := errors.AsType[*journal.Fault](err); !ok || !strings.Contains(x.Error(), want) {
			t.Errorf("%v, want a fault that names %s", err, want)
		}
	}
	for _, hash := range []string{f.Hash, f.Thumb} {
		path := filepath.Join(w.Files.Root(), world.ID, hash[:2], hash[2:])
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		changed := bytes.Clone(whole)
		changed[len(changed)-1] ^= 1
		if err := os.WriteFile(path, changed, 0o600); err != nil {
			t.Fatal(err)
		}
		fault(hash)
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		fault(hash)
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w.Verify()
	stray := add(t, w, w.Viewer(""), "stray.png", drawing(t, 9))
	if v, err := w.Store.VerifyFiles(ctx, w.Files); err != nil || v.Waiting != 2 || v.Files != 2 {
		t.Errorf("%+v, %v", v, err)
	}
	w.Clock.Set(world.At("2026-03-04 09:00"))
	fault("no act names this file")
	if err := w.Office.Sweep(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Files.Has(ctx, world.ID, stray.Hash); err != nil {
		t.Fatal(err)
	}
	w.Verify()
	if err := os.WriteFile(filepath.Join(w.Files.Root(), "notes.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	fault("notes.txt")
	if _, err := w.Store.VerifyFiles(ctx, nil); err == nil {
		t.Error("attachments without a place pass")
	}
}

func TestFilesAreRefusedWithReasons(t *testing.T) {
	t.Parallel()
	w := world.SQLite(t)
	ctx := context.Background()
	r := w.Raise("桥头")
	f := add(t, w, w.Viewer(""), "a.png", drawing(t, 1))
	if _, err := w.Office.AddFile(ctx, w.Viewer(""), "a.jpg", strings.NewReader("MZ program")); problem.KindOf(err) != problem.Invalid {
		t.Error(err)
	}
	if _, err := w.Office.AddFile(ctx, w.Viewer(""), "big.pdf", io.LimitReader(endless{}, 30<<20)); problem.Of(err).Code != "fileTooBig" {
		t.Error(err)
	}
	try := func(act string, fields map[string]string, files ...matter.File) string {
		_, err := w.Office.Act(ctx, w.Viewer("station-clerk"), r.ID, office.ActInput{Act: act, Fields: fields, Files: files})
		return problem.Of(err).Code
	}
	if got := try("assign", map[string]string{"unit": "roads", "category": "roads"}, f); got != "noFilesHere" {
		t.Errorf("assigning with a file: %q", got)
	}
	many := slices.Repeat([]matter.File{f}, matter.MaxFiles+1)
	if got := try("note", map[string]string{"note": "x"}, many...); got != "tooManyFiles" {
		t.Errorf("too many: %q", got)
	}
	forged := f
	forged.Hash = strings.Repeat("0", 64)
	if got := try("note", map[string]string{"note": "x"}, forged); got != "fileExpired" {
		t.Errorf("one that is not there: %q", got)
	}
	if n := len(w.Page(r.ID).History); n != 1 {
		t.Errorf("%d entries", n)
	}
	bare := office.New(w.Store)
	if _, err := bare.AddFile(ctx, w.Viewer(""), "a.png", bytes.NewReader(drawing(t, 1))); problem.Of(err).Code != "filesOff" {
		t.Errorf("no place for files: %v", err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }
