package office

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/store"
)

// RaiseInput is a matter as somebody puts it forward.
type RaiseInput struct {
	Procedure string
	Title     string
	Text      string
	Fields    map[string]string
	Station   string        // organization id; empty: of the deputy's own station, or the deputy office
	Name      string        // of the resident, may be empty
	Contact   string        // of the resident, may be empty
	Mail      bool          // he wants to be told of answers at Contact, which is an e-mail address
	Consent   bool          // the handling unit may see name and contact
	Public    bool          // it may be shown to everybody
	PubFiles  bool          // what is attached may be shown to everybody as well
	Files     []matter.File // attached, as AddFile gave them
	Key       string        // idempotency key of the form
	For       *Resident
	At        time.Time // when it was raised; zero: now. Only the office may say so.
}

// Resident is somebody for whom the office writes a matter down.
type Resident struct{ Name, Contact string }

// Receipt is what the person who raised a matter keeps. The code is shown once and stored only as a hash.
type Receipt struct {
	ID     string
	Number string
	Code   string // empty for people with an account
	Due    deadline.Date
	Step   lang.Text
	Owner  Name
}

var errMayNotRaise = problem.New(problem.Denied, "mayNotRaise", "您不能提出这类事项。", "You cannot raise a matter of this kind.")

// Raise opens a matter for viewer v.
func (o *Office) Raise(ctx context.Context, v access.Viewer, in RaiseInput) (Receipt, error) {
	r, id, replayed, err := o.raise(ctx, v, in, func(_ *house, r Receipt, _ matter.Matter) (string, error) { return r.ID, nil })
	if err == nil && replayed {
		h, err := o.house(ctx, v.Congress)
		if err != nil {
			return Receipt{}, err
		}
		return o.repeated(ctx, h, id)
	}
	return r, err
}

// raise opens a matter and keeps under its key what keep says of the receipt; a repeated key gives what was
// kept the first time, and no receipt.
func (o *Office) raise(ctx context.Context, v access.Viewer, in RaiseInput, keep func(*house, Receipt, matter.Matter) (string, error)) (r Receipt, result string, replayed bool, err error) {
	if err := granted(v, access.RaiseMatters); err != nil {
		return r, "", false, err
	}
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return r, "", false, err
	}
	code, err := newCode()
	if err != nil {
		return r, "", false, err
	}
	s, err := h.start(v, in, code, o.db.Clock())
	if err != nil {
		return r, "", false, err
	}
	if s.Raisers[0].Code == "" {
		code = ""
	}
	release, err := o.naming(ctx, v, in.Files)
	if err != nil {
		return r, "", false, err
	}
	defer release()
	result, replayed, err = o.db.Update(ctx, store.Request{Congress: v.Congress, Key: scoped(v, in.Key)}, func(tx *store.Tx) (string, error) {
		w := &work{tx: tx, house: h, viewer: v, mails: o.mails.Load()}
		m, err := w.start(s)
		if err != nil {
			return "", err
		}
		r = Receipt{Code: code}
		r.fill(h, m)
		if w.mails && w.canTell(m) {
			if err := w.enqueue(m, jobReceipt, 1, w.tx.Now); err != nil {
				return "", err
			}
		}
		return keep(h, r, m)
	})
	if err != nil || replayed {
		return Receipt{}, result, replayed, err
	}
	return r, result, false, nil
}

// repeated is the receipt of a form that was sent twice: the matter is there, the code was shown before.
func (o *Office) repeated(ctx context.Context, h *house, id string) (r Receipt, err error) {
	err = o.db.View(ctx, func(tx *store.Tx) error {
		m, err := tx.Matter(h.congress.ID, id)
		if err == nil {
			r.fill(h, m)
		}
		return err
	})
	return r, err
}

func (r *Receipt) fill(h *house, m matter.Matter) {
	r.ID, r.Number, r.Owner = m.ID, m.Number, h.orgName(m.Owner.Org)
	if d := m.Due(); d != nil {
		r.Due = d.Day
	}
	if p, err := h.procedure(m); err == nil {
		r.Step = p.Steps[m.Step].Name
	}
}

// start opens a matter and gives it its number.
func (w *work) start(s matter.Start) (matter.Matter, error) {
	book := w.house.books[s.Book+"@"+s.Version]
	p := book.Procedures[s.Procedure]
	var err error
	if s.Number, err = w.number(s.Congress, s.ID); err != nil {
		return matter.Matter{}, err
	}
	ev, err := matter.Open(w.house.env(p, w.tx.Now), s)
	if err != nil {
		return matter.Matter{}, err
	}
	return w.tx.SaveEvent(matter.Matter{Congress: s.Congress, ID: s.ID}, ev, w.house.zone)
}

// number draws the number people quote: the year it was written down, and a running number.
func (w *work) number(congress, id string) (string, error) {
	year := w.tx.Now.In(w.house.zone).Year()
	return w.tx.NextMatterNumber(congress, year, id)
}

// start turns what was put forward into what the core opens.
func (h *house) start(v access.Viewer, in RaiseInput, code string, now time.Time) (matter.Start, error) {
	book := h.current(in.Procedure, deadline.FromTime(now, h.zone))
	if book == nil {
		return matter.Start{}, errMayNotRaise
	}
	p := book.Procedures[in.Procedure]
	role, ok := access.MayRaise(v, p.RaisedBy)
	if !ok {
		return matter.Start{}, errMayNotRaise
	}
	r := matter.Raiser{ID: newID(), Kind: role, Person: v.Person, Name: v.Name}
	switch {
	case role == "resident":
		r.Name, r.Contact, r.Mail, r.Consent, r.Code = in.Name, in.Contact, in.Mail, in.Consent, hashCode(code)
	case in.For != nil: // the office writes it down for somebody who has no account
		r = matter.Raiser{ID: r.ID, Kind: "resident", Name: in.For.Name, Contact: in.For.Contact, Mail: in.Mail, Consent: in.Consent, Code: hashCode(code)}
	case role != "deputy":
		r.Org = v.OrgsOf(role)[0]
	}
	s := matter.Start{
		Congress: v.Congress, ID: newID(), Book: book.ID, Version: book.Version, Procedure: p.Key,
		Title: in.Title, Text: in.Text, Fields: in.Fields, Raisers: []matter.Raiser{r},
		Station: h.stationFor(v, in.Station), Public: in.Public, PubFiles: in.PubFiles, Files: in.Files, Actor: matter.Person{ID: v.Person, Raiser: r.ID}, Role: role,
	}
	if role != "resident" && role != "deputy" {
		s.RaisedAt = in.At
		s.Actor.Org = v.OrgsOf(role)[0]
	}
	s.Area = h.orgs[s.Station].Area
	// Everything that is wrong with the form is said at once, whichever room finds it.
	_, err := matter.Open(h.env(p, now), s)
	return s, together(h.checkRaise(p, in), err)
}

// together joins two refusals of one form into one.
func together(a, b error) error {
	if a == nil || b == nil || problem.KindOf(a) != problem.Invalid || problem.KindOf(b) != problem.Invalid {
		return cmp.Or(a, b)
	}
	p := problem.Of(a)
	for field, text := range problem.Of(b).Fields {
		p = p.With(field, text)
	}
	return p
}

// stationFor is the station asked for, or else the viewer's own. None means that the deputy office looks
// after the matter.
func (h *house) stationFor(v access.Viewer, asked string) string {
	if h.orgs[asked].Classification == "station" {
		return asked
	}
	for _, s := range v.Orgs {
		if s.Classification == "station" {
			return s.Org
		}
	}
	return ""
}

// Limits of what a resident leaves about himself, in characters.
const (
	maxName    = 40
	maxContact = 60
)

func (h *house) checkRaise(p *rulebook.Procedure, in RaiseInput) error {
	for key, value := range in.Fields {
		f := p.Fields[key]
		if f == nil || f.Type != rulebook.OrgField || value == "" {
			continue
		}
		if org, ok := h.orgs[value]; !ok || f.Class != "" && org.Classification != f.Class {
			return unknownChoice(key)
		}
	}
	if strings.TrimSpace(in.Text) == "" {
		return badField("text", lang.T("请写明具体情况", "Please describe the matter"))
	}
	if utf8.RuneCountInString(in.Name) > maxName {
		return badField("name", lang.T("最多 40 个字", "At most 40 characters"))
	}
	if utf8.RuneCountInString(in.Contact) > maxContact {
		return badField("contact", lang.T("最多 60 个字", "At most 60 characters"))
	}
	contact := in.Contact
	if in.For != nil {
		contact = in.For.Contact
	}
	if in.Mail && !mailAddress(contact) {
		return badField("contact", lang.T("要用邮件告知，请在这里写邮箱地址", "To be told by e-mail, give your e-mail address here"))
	}
	return nil
}

// codeAlphabet leaves out letters and digits that are mistaken for each other when read aloud (Crockford).
const codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// newCode draws a receipt code of 10 symbols (50 bits): enough against guessing behind a rate limit.
func newCode() (string, error) {
	var b [10]byte
	if _, err := rand.Read(b[:]); err != nil {
		return "", fmt.Errorf("office: receipt code: %w", err)
	}
	for i := range b {
		b[i] = codeAlphabet[b[i]&31]
	}
	return string(b[:5]) + "-" + string(b[5:]), nil
}

// hashCode keeps a code so that it can be recognised but not read.
func hashCode(code string) string {
	sum := sha256.Sum256([]byte("huiyin receipt " + plainCode(code)))
	return hex.EncodeToString(sum[:])
}

// plainCode undoes what people do to a code when they copy it.
func plainCode(code string) string {
	r := strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1", "U", "V")
	return r.Replace(strings.ToUpper(strings.TrimSpace(code)))
}

var errTrack = problem.New(problem.NotFound, "noSuchReceipt",
	"编号或查询码不对，请照回执核对后再试。", "The number or the code is not right; please check them against your receipt.")

// Track gives the holder of a receipt his place as viewer: he sees the matter as one who raised it. A wrong
// number and a wrong code give the same answer.
func (o *Office) Track(ctx context.Context, congress, number, code string) (access.Viewer, string, error) {
	var v access.Viewer
	id := ""
	err := o.db.View(ctx, func(tx *store.Tx) error {
		m, err := tx.MatterByNumber(congress, strings.TrimSpace(number))
		if err != nil && problem.KindOf(err) != problem.NotFound {
			return err
		}
		want := hashCode(code)
		for m.ID != "" {
			for _, r := range m.Raisers {
				if r.Code != "" && subtle.ConstantTimeCompare([]byte(r.Code), []byte(want)) == 1 {
					v = access.Viewer{Congress: congress, Matter: m.ID, Raiser: r.ID}
					id = m.ID
				}
			}
			if m.Into == "" || id == "" {
				break
			}
			// It went on inside another matter, where its raiser rates.
			if m, err = tx.Matter(congress, m.Into); err != nil {
				return err
			}
		}
		if id == "" {
			return errTrack
		}
		return nil
	})
	return v, id, err
}
