package demo

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
)

//go:embed texts/*.yaml district/*.yaml
var files embed.FS

// wrongUnit is where a matter was sent first, and why it came back.
type wrongUnit struct {
	Unit   string `yaml:"unit"`
	Code   string `yaml:"code"` // coded reason of the rulebook
	Reason string `yaml:"reason"`
}

// opinion is what residents or deputies raise about one thing, with everything that is said about it later.
// Each entry of Vary is one matter: the same thing at another place. See docs/demo.md for the notation.
type opinion struct {
	Key      string           `yaml:"key"`
	Category string           `yaml:"category"` // empty: the name of the file
	Unit     string           `yaml:"unit"`     // handling unit; "town": the government of the place
	By       string           `yaml:"by"`       // who raises it; empty: anybody
	Name     string           `yaml:"name"`     // of the resident; empty: somebody
	Season   []int            `yaml:"season"`   // months in which it can happen; empty: any
	Clock    string           `yaml:"clock"`    // hour at which it is raised, by a resident, before a working day
	Quick    bool             `yaml:"quick"`    // what cannot wait: answered within two days
	Vary     []map[string]any `yaml:"vary"`
	Wrong    *wrongUnit       `yaml:"wrong"`
	Script   string           `yaml:"script"` // empty: one of the usual ways
	Into     string           `yaml:"into"`   // key/variant of the opinion it is merged into
	At       string           `yaml:"at"`     // place of an opinion without variants

	Title       string `yaml:"title"`
	Text        string `yaml:"text"`
	Instruction string `yaml:"instruction"`
	Note        string `yaml:"note"`
	Said        `yaml:",inline"`
}

// Said is what people say on the way of a matter; each is used by the act of that name in scripts.
type Said struct {
	Answer       string `yaml:"answer"`
	Hollow       string `yaml:"hollow"` // an answer that answers nothing
	Unhappy      string `yaml:"unhappy"`
	Unhappy2     string `yaml:"unhappy2"`
	Redo         string `yaml:"redo"`
	Redo2        string `yaml:"redo2"`
	Back         string `yaml:"back"` // why a look-back, or the office, sends it back
	Extend       string `yaml:"extend"`
	Refuse       string `yaml:"refuse"`
	RatingReason string `yaml:"ratingReason"`
	Findings     string `yaml:"findings"`
	Findings2    string `yaml:"findings2"`
	Reopen       string `yaml:"reopen"`
	Reanswer     string `yaml:"reanswer"`
	Withdraw     string `yaml:"withdraw"`
	Decline      string `yaml:"decline"` // opinions: coded reason; appointments: the answer
	Reason       string `yaml:"reason"`  // of a merge
	Undo         string `yaml:"undo"`    // why a merge is undone
}

// message is one message of the public board.
type message struct {
	Key    string     `yaml:"key"`
	Kind   string     `yaml:"kind"` // historic, open or live (empty); see docs/demo.md
	Unit   string     `yaml:"unit"`
	User   string     `yaml:"user"`
	Hand   string     `yaml:"hand"`  // written down by the office for somebody, at this station, instead of imported
	After  string     `yaml:"after"` // key of the message it follows by a day
	Merge  string     `yaml:"merge"`
	Script *string    `yaml:"script"`
	Ends   int        `yaml:"ends"`
	Wrong  *wrongUnit `yaml:"wrong"`
	Title  string     `yaml:"title"`
	Text   string     `yaml:"text"`
	Said   `yaml:",inline"`
}

// appointment is one 约见 with its questions and commitments.
type appointment struct {
	Key      string     `yaml:"key"`
	Official string     `yaml:"official"`
	Kind     string     `yaml:"kind"`
	Deputy   int        `yaml:"deputy"` // number of the deputy in people.yaml, from 1
	With     string     `yaml:"with"`   // who joins in
	Script   string     `yaml:"script"`
	Ends     int        `yaml:"ends"` // working days between the last step and now
	Title    string     `yaml:"title"`
	Text     string     `yaml:"text"`
	Note     string     `yaml:"note"` // research note
	Qs       []question `yaml:"questions"`
	Promises []promise  `yaml:"promises"`

	Venue       string `yaml:"venue"`
	Delegate    string `yaml:"delegate"`
	Attendance  string `yaml:"attendance"`
	Record      string `yaml:"record"`
	Record2     string `yaml:"record2"`
	Answer2     string `yaml:"answer2"`
	Postpone    string `yaml:"postpone"`
	AskAgain    string `yaml:"askAgain"`
	AgainDays   int    `yaml:"againDays"`
	ExtendWords string `yaml:"extendReason"`
	Said        `yaml:",inline"`
}

type question struct {
	Q         string `yaml:"q"`
	A         string `yaml:"a"`
	A2        string `yaml:"a2"` // when the same question is asked at a second meeting
	Unhappy   string `yaml:"unhappy"`
	Redo      string `yaml:"redo"`
	Back      string `yaml:"back"`
	Findings  string `yaml:"findings"`
	Findings2 string `yaml:"findings2"`
}

type promise struct {
	Text     string `yaml:"text"`
	Days     int    `yaml:"days"` // calendar days within which it is to be kept
	Claim    string `yaml:"claim"`
	Claim2   string `yaml:"claim2"`
	Back     string `yaml:"back"`
	Reopen   string `yaml:"reopen"`
	Findings string `yaml:"findings"`
}

// texts is everything that is said in the demonstration.
type texts struct {
	opinions     []opinion            // with variants, in the order of files and of each file
	special      map[string][]opinion // stories, onspot, declined, withdrawn, merged
	messages     []message
	appointments []appointment
	pools        map[string][]string
}

// categories are the files of ordinary opinions; the name is the category in the rulebook.
var categories = []string{"roads", "water", "housing", "environment", "education", "health", "elderly", "farming", "safety", "services", "other"}

var specials = []string{"stories", "onspot", "declined", "withdrawn", "merged"}

// allTexts reads the texts once; nobody changes them.
var allTexts = sync.OnceValues(func() (*texts, error) {
	t := &texts{special: map[string][]opinion{}}
	for _, name := range slices.Concat(categories, specials) {
		var list []opinion
		if err := read("texts", name, &list); err != nil {
			return nil, err
		}
		for i := range list {
			if list[i].Category == "" && slices.Contains(categories, name) {
				list[i].Category = name
			}
			if len(list[i].Vary) == 0 {
				list[i].Vary = []map[string]any{{"at": list[i].At}}
			}
		}
		if slices.Contains(specials, name) {
			t.special[name] = list
		} else {
			t.opinions = append(t.opinions, list...)
		}
	}
	for name, into := range map[string]any{"messages": &t.messages, "appointments": &t.appointments, "pools": &t.pools} {
		if err := read("texts", name, into); err != nil {
			return nil, err
		}
	}
	return t, nil
})

// read parses an embedded file; an unknown key is a mistake.
func read(dir, name string, into any) error {
	src, err := files.ReadFile(path.Join(dir, name+".yaml"))
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	if err := yaml.NewDecoder(strings.NewReader(string(src)), yaml.Strict()).Decode(into); err != nil {
		return fmt.Errorf("demo: %s: %w", name, err)
	}
	return nil
}
