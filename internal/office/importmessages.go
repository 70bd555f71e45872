package office

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/message"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/store"
)

// MessageProcedure is the procedure under which imported messages run.
const MessageProcedure = "message"

// ImportOptions for messages.
type ImportOptions struct {
	File    string                   // name of the file, for the record
	Columns map[message.Field]string // remapped columns
	Sheet   string
	DryRun  bool // read, judge and compare, change nothing
	Open    bool // answered messages wait for a rating instead of ending as historic

	run *store.Run // the run it is done for, which counts as it goes and may have been broken off before
}

// ImportReport says what became of every row.
type ImportReport struct {
	Sheets   []message.Sheet        `json:"sheets"`            // how each sheet was understood
	Notices  []message.Notice       `json:"notices,omitempty"` // what a person should know and kept no row out
	Rows     int                    `json:"rows"`              // rows with content
	Taken    int                    `json:"taken"`             // new matters (with DryRun: that would be new)
	Known    int                    `json:"known"`             // were there already, word for word
	Rejected []congress.RejectedRow `json:"rejected"`
	Hollow   int                    `json:"hollow"` // answers suggested to have no substance
	DryRun   bool                   `json:"dryRun,omitempty"`
}

var errCannotImport = problem.New(problem.Denied, "cannotImport", "只有代表工作委员会的工作人员可以导入。", "Only the deputy office's staff can import.")

// importChunk is how many messages are stored in one transaction.
const importChunk = 100

// ImportMessages reads a spreadsheet of messages and opens a matter for each, with its own times. Rows that
// cannot be taken are reported and the others go in; importing the same file again adds nothing.
func (o *Office) ImportMessages(ctx context.Context, v access.Viewer, r io.ReaderAt, size int64, opt ImportOptions) (ImportReport, error) {
	role, ok := access.MayRaise(v, []string{"deputyOffice"})
	if !ok {
		return ImportReport{}, errCannotImport
	}
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return ImportReport{}, err
	}
	now := o.db.Clock()
	table, err := message.Read(r, size, message.Options{Sheet: opt.Sheet, Columns: opt.Columns, Zone: h.zone, Now: now})
	if err != nil {
		return ImportReport{}, err
	}
	rep := ImportReport{Sheets: table.Sheets, Notices: table.Notices, Known: len(table.Repeated), DryRun: opt.DryRun, Rejected: []congress.RejectedRow{}}
	rep.Rows = len(table.Messages) + len(table.Rejected) + len(table.Repeated)
	for _, x := range table.Rejected {
		rep.Rejected = append(rep.Rejected, congress.RejectedRow{Sheet: x.Sheet, Row: x.Row, Ref: x.ID, Code: x.Reason.Code, ZH: x.Reason.Text.ZH, EN: x.Reason.Text.EN})
	}
	im := importer{o: o, h: h, viewer: v, role: role, opt: opt, report: &rep, book: h.current(MessageProcedure, deadline.FromTime(now, h.zone))}
	if im.book == nil {
		return rep, errMayNotRaise
	}
	if err := im.total(ctx, len(table.Messages)); err != nil {
		return rep, err
	}
	suggestions := message.JudgeAll(table.Messages)
	for start := 0; start < len(table.Messages); start += importChunk {
		end := min(start+importChunk, len(table.Messages))
		if err := im.chunk(ctx, table.Messages[start:end], suggestions[start:end]); err != nil {
			return rep, interrupted(err, rep)
		}
	}
	im.before()
	slices.SortFunc(rep.Rejected, func(a, b congress.RejectedRow) int { return a.Row - b.Row })
	if opt.DryRun {
		return rep, nil
	}
	return rep, im.record(ctx, r, size)
}

// interrupted says what is in when an import cannot go on, since chunks before it were saved.
func interrupted(err error, rep ImportReport) error {
	if rep.DryRun || problem.KindOf(err) != problem.Unavailable {
		return err
	}
	return problem.New(problem.Unavailable, "importInterrupted",
		fmt.Sprintf("导入中断：数据库暂时不能保存。中断前导入的 %d 条已经保存；排除故障后再导入同一份文件即可，不会重复。", rep.Taken),
		fmt.Sprintf("The import was interrupted because the database cannot save. The %d messages taken before that are saved; import the same file again once the cause is mended, nothing will be there twice.", rep.Taken)).Because(err)
}

type importer struct {
	o      *Office
	h      *house
	viewer access.Viewer
	role   string
	opt    ImportOptions
	report *ImportReport
	book   *rulebook.Book
}

// outcome of one chunk; set anew when the transaction is run again.
type outcome struct {
	taken, known, hollow int
	rejected             []congress.RejectedRow
}

func (im *importer) chunk(ctx context.Context, ms []message.Message, ss []message.Suggestion) error {
	var out outcome
	run := func(tx *store.Tx) error {
		out = outcome{}
		for i, m := range ms {
			if err := im.one(tx, m, ss[i], &out); err != nil {
				return err
			}
		}
		return im.counts(tx, out)
	}
	var err error
	if im.opt.DryRun {
		err = im.o.db.View(ctx, run)
	} else {
		_, _, err = im.o.db.Update(ctx, store.Request{Congress: im.viewer.Congress}, func(tx *store.Tx) (string, error) { return "", run(tx) })
	}
	if err != nil {
		return err
	}
	im.report.Taken += out.taken
	im.report.Known += out.known
	im.report.Hollow += out.hollow
	im.report.Rejected = append(im.report.Rejected, out.rejected...)
	return nil
}

// total tells the run how many messages there are, and takes up what it had counted before it was broken off.
func (im *importer) total(ctx context.Context, n int) error {
	if im.opt.run == nil {
		return nil
	}
	_, _, err := im.o.db.Update(ctx, store.Request{Congress: im.viewer.Congress}, func(tx *store.Tx) (string, error) {
		return "", tx.TotalRun(im.viewer.Congress, im.opt.run.ID, int64(n))
	})
	return err
}

// counts adds what a chunk took to the run, in the transaction that takes it, and holds the run longer.
func (im *importer) counts(tx *store.Tx, out outcome) error {
	if im.opt.run == nil {
		return nil
	}
	if err := tx.CountRun(im.viewer.Congress, im.opt.run.ID, int64(out.taken), 0, int64(out.hollow)); err != nil {
		return err
	}
	return tx.ExtendRun(im.viewer.Congress, im.opt.run.ID, tx.Now.Add(runLease))
}

// before gives the rows that the same run had taken earlier their place: they were new, not known.
func (im *importer) before() {
	if r := im.opt.run; r != nil {
		im.report.Taken += int(r.Did)
		im.report.Known -= int(r.Did)
		im.report.Hollow += int(r.Noted)
	}
}

func (im *importer) one(tx *store.Tx, msg message.Message, s message.Suggestion, out *outcome) error {
	known, err := tx.MatterBySource(im.viewer.Congress, MessageProcedure, msg.ID)
	switch {
	case problem.KindOf(err) == problem.NotFound && err != nil:
	case err != nil:
		return err
	case known.Source.Digest == msg.Digest:
		out.known++
		return nil
	default:
		out.rejected = append(out.rejected, conflictOf(msg))
		return nil
	}
	if s.Hollow {
		out.hollow++
	}
	start, answer, err := im.events(msg)
	if err != nil {
		p := problem.Of(err)
		if p.Kind == problem.Internal {
			return err
		}
		out.rejected = append(out.rejected, rejectedFor(msg, p))
		return nil
	}
	out.taken++
	if im.opt.DryRun {
		return nil
	}
	w := &work{tx: tx, house: im.h, viewer: im.viewer}
	m, err := w.start(start)
	if err != nil {
		return err
	}
	if answer != nil {
		p := im.book.Procedures[MessageProcedure]
		d, err := matter.Decide(im.h.env(p, tx.Now), m, *answer)
		if err != nil {
			return err
		}
		if m, err = w.save(m, d); err != nil {
			return err
		}
	}
	if s.Hollow {
		return tx.FlagHollow(m.Congress, m.ID, s.Code)
	}
	return nil
}

// events turns a message into its opening and, where it was answered, the act that brings the answer in. Both
// are decided once on nothing, so that what the core would refuse is reported as a row, not as a failure.
func (im *importer) events(msg message.Message) (matter.Start, *matter.Act, error) {
	title := msg.Subject
	if title == "" {
		title = firstLine(msg.Detail)
	}
	s := matter.Start{
		Congress: im.viewer.Congress, ID: newID(), Number: "-", Book: im.book.ID, Version: im.book.Version, Procedure: MessageProcedure,
		Title: clip(title, matter.MaxLine), Text: msg.Detail,
		Fields:   map[string]string{"sourceId": msg.ID},
		Source:   &matter.Source{ID: msg.ID, Digest: msg.Digest},
		Raisers:  []matter.Raiser{{ID: newID(), Kind: "resident", Name: msg.User}},
		RaisedAt: msg.RaisedAt, Actor: matter.Person{ID: im.viewer.Person, Org: im.viewer.OrgsOf(im.role)[0]}, Role: im.role,
	}
	env := im.h.env(im.book.Procedures[MessageProcedure], im.o.db.Clock())
	ev, err := matter.Open(env, s)
	if err != nil || !msg.Answered() {
		return s, nil, err
	}
	name := "importAnswer"
	if im.opt.Open {
		name = "importOpen"
	}
	at := msg.RepliedAt
	if !msg.RepliedHasTime && at.Before(msg.RaisedAt) {
		at = msg.RaisedAt // answered on the day it was raised, at an hour nobody wrote down
	}
	act := &matter.Act{Name: name, Actor: matter.Person{ID: im.viewer.Person, Roles: []string{"system"}}, At: at, Fields: map[string]string{"answer": msg.Reply}}
	m := matter.Apply(matter.Matter{Congress: s.Congress, ID: s.ID}, ev)
	_, err = matter.Decide(env, m, *act)
	return s, act, err
}

func firstLine(s string) string {
	for i, r := range s {
		if r == '\n' {
			return s[:i]
		}
	}
	return s
}

// clip shortens a title that is too long; the whole text stays in the matter's text.
func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

func conflictOf(m message.Message) congress.RejectedRow {
	return rejectedFor(m, problem.New(problem.Conflict, "otherText",
		"库里已有同一编号、但内容不同的留言，没有改动；请核对编号。",
		"There is a message with this number and another text already; nothing was changed. Please check the number."))
}

func rejectedFor(m message.Message, p *problem.Problem) congress.RejectedRow {
	t := p.Text
	for _, f := range p.Fields {
		t = lang.T(t.ZH+" "+f.ZH, t.EN+" "+f.EN)
	}
	return congress.RejectedRow{Sheet: m.Sheet, Row: m.RowNumber, Ref: m.ID, Code: p.Code, ZH: t.ZH, EN: t.EN}
}

// record keeps what came of the file, so that figures can say how many rows were not taken.
func (im *importer) record(ctx context.Context, r io.ReaderAt, size int64) error {
	h := sha256.New()
	if _, err := io.Copy(h, io.NewSectionReader(r, 0, size)); err != nil {
		return problem.New(problem.Unavailable, "unreadable", "文件读取中断，已导入的都保存了。", "Reading the file was interrupted; what had been imported is saved.").Because(err)
	}
	run := congress.ImportRun{
		ID: hex.EncodeToString(h.Sum(nil)), Source: "messages", File: im.opt.File,
		Taken: im.report.Taken, Known: im.report.Known, Rejected: im.report.Rejected,
	}
	_, _, err := im.o.db.Update(ctx, store.Request{Congress: im.viewer.Congress}, func(tx *store.Tx) (string, error) {
		var old congress.ImportRun
		rev, err := tx.Get(im.viewer.Congress, congress.KindImportRun, run.ID, &old)
		if err != nil && problem.KindOf(err) != problem.NotFound {
			return "", err
		}
		return run.ID, tx.Put(im.viewer.Congress, congress.KindImportRun, run.ID, rev, "import", actorOf(im.viewer.Person, ""), run)
	})
	return err
}
