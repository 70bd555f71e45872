package journal

import (
	"fmt"
	"hash/fnv"
)

// Registration is one link of the register of subjects: proof that a subject was opened, so that deleting
// a whole subject with all its entries leaves a gap. A congress has one chain per lane; a subject's lane
// follows from its id, so writers that open different subjects at the same time rarely meet.
type Registration struct {
	Congress string `json:"congress"`
	Lane     int    `json:"lane"`
	Seq      int64  `json:"seq"`
	Kind     string `json:"kind"`
	Subject  string `json:"subject"`
	First    string `json:"first"` // hash of the subject's first entry
	Prev     string `json:"prev,omitempty"`
}

// Canonical gives the bytes that are hashed, written like those of an Entry.
func (r Registration) Canonical() ([]byte, error) { return Marshal(r) }

// Lanes is how many register lanes a congress has.
const Lanes = 16

// Lane is the register lane of a subject among n lanes.
func Lane(kind, subject string, n int) int {
	h := fnv.New32a()
	fmt.Fprintf(h, "%s/%s", kind, subject)
	return int(h.Sum32() % uint32(n)) // n is a small positive constant
}
