package message

import (
	"time"

	"github.com/huiyin/huiyin/internal/lang"
)

// Message is one row of the file: what a resident wrote, and the answer where there is one.
type Message struct {
	Sheet     string // name of the worksheet; empty for a CSV text
	RowNumber int    // the row as the spreadsheet program numbers it, from 1

	ID      string // the board's own number of the message, never empty
	User    string // the code or name the board shows; may be empty
	Subject string // may be empty when Detail is not
	Detail  string // paragraphs parted by \n; may be empty when Subject is not

	RaisedAt      time.Time // in Options.Zone; midnight when RaisedHasTime is false
	RaisedHasTime bool      // false when the file gave only a day

	Reply          string    // empty when the message is not answered
	RepliedAt      time.Time // zero when the message is not answered
	RepliedHasTime bool

	// Digest identifies the whole text of the row: ID, user, subject, detail, both times and reply.
	// Two rows with the same Digest are the same message, whatever file or format they came from.
	Digest string
	// QuestionDigest leaves the reply out, so that the office can tell "the answer is new" from
	// "this is a different message under the same number".
	QuestionDigest string
}

// Answered reports whether the row carries a reply.
func (m Message) Answered() bool { return m.Reply != "" }

// Rejected is a row that was not taken. The others were.
type Rejected struct {
	Sheet  string `json:"sheet,omitempty"`
	Row    int    `json:"row"`
	ID     string `json:"id,omitempty"` // as far as it could be read
	Reason Reason `json:"reason"`
}

// Repeated is a row that says word for word what an earlier row of the same file says: it is left out
// and nothing is lost by it.
type Repeated struct {
	Sheet      string `json:"sheet,omitempty"`
	Row        int    `json:"row"`
	ID         string `json:"id"`
	FirstSheet string `json:"firstSheet,omitempty"`
	FirstRow   int    `json:"firstRow"`
}

// Notice is something about the file that a person should know and that kept no row out.
type Notice struct {
	Sheet string    `json:"sheet,omitempty"`
	Row   int       `json:"row,omitempty"` // 0: about the sheet or the file
	Code  string    `json:"code"`          // stable, lowerCamel
	Text  lang.Text `json:"text"`
}

// Table is what was found in a file.
type Table struct {
	Sheets   []Sheet    // every sheet, read or not
	Messages []Message  // in the order of the file
	Rejected []Rejected // in the order of the file
	Repeated []Repeated // in the order of the file
	Notices  []Notice
	Blank    int  // rows without anything in a mapped column
	More     bool // reading stopped at Options.Preview rows, the file goes on
}

// Sheet tells how one worksheet was understood.
type Sheet struct {
	Name      string    `json:"name"`
	Read      bool      `json:"read"`
	Hidden    bool      `json:"hidden,omitempty"`
	HeaderRow int       `json:"headerRow,omitempty"` // 0 when the sheet has none
	Columns   []Column  `json:"columns,omitempty"`   // every column with a heading, mapped or not
	Skipped   lang.Text `json:"skipped,omitzero"`    // why it was not read
}

// Match says how a column came to hold a field.
type Match string

// The ways in which a heading is matched, surest first.
const (
	MatchGiven   Match = "given"   // the caller named the column
	MatchExact   Match = "exact"   // the first name of the field, word for word
	MatchSynonym Match = "synonym" // another known name
	MatchPattern Match = "pattern" // the words in it say so
)

// Column is one column of a sheet and what it was taken for.
type Column struct {
	Letter  string `json:"letter"`
	Heading string `json:"heading"`
	Field   Field  `json:"field,omitempty"` // empty: not used
	Match   Match  `json:"match,omitempty"`
}
