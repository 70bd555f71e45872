package matter

import (
	"fmt"
	"slices"

	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// File is something attached to an event: a photo, a document. Its bytes are kept apart under their hash; name
// and hash are words, so an erasure of the event's body takes them with the rest.
type File struct {
	Hash   string `json:"hash"` // hex SHA-256 of the bytes
	Name   string `json:"name"`
	Type   string `json:"type"` // media type
	Size   int64  `json:"size"` // bytes
	Width  int    `json:"width,omitempty"`
	Height int    `json:"height,omitempty"`
	Thumb  string `json:"thumb,omitempty"` // hash of the small picture, for photos
}

// Attachment is a file with where it came from, which decides who may see it (package access).
type Attachment struct {
	File
	Seq    int64         `json:"seq"`              // the event it belongs to
	Kind   rulebook.Kind `json:"kind"`             // of that event
	Answer bool          `json:"answer,omitempty"` // the event was an answer to the raisers
	Raiser string        `json:"raiser,omitempty"` // raiser id, when he attached it himself
}

// Limits of what is attached; package file has the same for the upload.
const (
	MaxFiles       = 50  // to one event
	MaxMatterFiles = 400 // to one matter over its life
)

var (
	errNoFilesHere = problem.New(problem.Invalid, "noFilesHere",
		"这一步不收附件，没有保存；填写的内容已为您保留，请去掉附件后再提交。",
		"Nothing can be attached to this; nothing was saved and what you typed was kept. Please submit it without files.")
	errTooManyFiles = problem.New(problem.Invalid, "tooManyFiles",
		fmt.Sprintf("附件太多：一次最多 %d 个，一件事项合计最多 %d 个。没有保存，填写的内容和附件已为您保留；请去掉一些再提交。", MaxFiles, MaxMatterFiles),
		fmt.Sprintf("Too many files: at most %d at once and %d for one matter. Nothing was saved; what you typed and attached was kept. Please take some out.", MaxFiles, MaxMatterFiles)).
		With("files", lang.T("请去掉一些附件", "Please take some files out"))
)

// TakesFiles reports whether files can be attached to an act: evidence belongs where somebody answers, checks,
// says what is missing or takes a note, not where a matter is only handed on.
func TakesFiles(a *rulebook.Act) bool {
	switch a.Kind {
	case rulebook.Answer, rulebook.Redo, rulebook.Confirm, rulebook.Note, rulebook.Rate, rulebook.Reopen, rulebook.Return:
		return true
	}
	return slices.Contains(a.Needs, "answer") || slices.Contains(a.Takes, "answer")
}

// checkFiles holds the limits and that every file is named.
func checkFiles(m Matter, files []File) error {
	if len(files) > MaxFiles || len(m.Files)+len(files) > MaxMatterFiles {
		return errTooManyFiles
	}
	for _, f := range files {
		if f.Hash == "" || f.Name == "" || f.Type == "" {
			return internalf("a file without a name, a type or a hash")
		}
	}
	return nil
}

// attach keeps the files of an event with the matter.
func attach(m *Matter, ev Event, w *Words) {
	for _, f := range w.Files {
		a := Attachment{File: f, Seq: ev.Seq, Kind: ev.Kind}
		a.Answer = ev.Kind == rulebook.Answer || ev.Kind == rulebook.Import || w.Fields["answer"] != ""
		if ev.Kind == Opened || ev.Actor.Role == "raiser" {
			a.Raiser = ev.Actor.Raiser
		}
		m.Files = append(m.Files, a)
	}
}
