package demo

import "slices"

// line is one way that ordinary opinions go, and how many of them go it.
type line struct {
	script   string
	n        int
	from, to int    // working days between the last act and now; 0: some time of the year, long ended
	need     string // what its words must provide, see has
}

const (
	toUnit = "assign@0-2 accept@0-2 "
	good   = "rate:good@1-8 "
	phone  = "recordRating:good@3-11 "
	look   = "confirm@5-17"
)

// endedLines are ways to an end in the course of the year, the exceptional ones. What is left over goes the
// two usual ways: usual and byPhone.
var endedLines = []line{
	{script: toUnit + "answer@6-13 rate:no@1-5 answer:redo@4-9 " + good + look, n: 12, need: "redo"},
	{script: toUnit + "answer@6-13 recordRating:no@2-6 answer:redo@5-9 recordRating:good@2-6 " + look, n: 4, need: "redo"},
	{script: toUnit + "answer@6-12 " + good + "notDone@7-15 answer:redo@5-9 " + good + "confirm@6-15", n: 5, need: "back"},
	{script: toUnit + "askExtension:8@9-12 extend@1-2 answer@7-9 " + good + look, n: 6, need: "extend"},
	{script: toUnit + "askExtension:10@9-11 refuseExtension@1 answer@2-3 " + good + look, n: 3},
	{script: toUnit + "extend:7@11-13 answer@6-9 " + phone + look, n: 2, need: "extend"},
	{script: toUnit + "answer@6-11 " + good + "confirm@6-10 reopen@22-45 assign@0-1 accept@0-1 answer:reanswer@5-9 " + good + "confirm:2@6-12", n: 4, need: "reopen"},
	{script: toUnit + "answer@6-12 closeUnrated@16-18 reopen@8-15 assign@0-1 accept@0-1 answer:reanswer@5-9 " + good + "confirm:2@6-12", n: 1, need: "reopen"},
	{script: toUnit + "answer@5-12 closeUnrated@16-19", n: 8},
	{script: "assign@5-9 accept@0-2 answer@6-13 " + good + look, n: 5},
	{script: "assign@0-2 accept@4-7 answer@6-12 " + good + look, n: 4},
	{script: toUnit + "answer@18-27 " + good + look, n: 3},
	{script: toUnit + "urge@16-18 answer@2-9 " + good + look, n: 5},
	{script: toUnit + "answer@6-12 recordRating:good@17-23 " + look, n: 3},
	{script: toUnit + "answer@6-12 " + good + "confirm@28-38", n: 4},
	{script: toUnit + "answer@6-12 " + good + "extend:20@8-12 confirm@9-14", n: 2},
}

const (
	usual   = toUnit + "answer@5-13 " + good + look
	byPhone = toUnit + "answer@5-13 " + phone + look
)

// wrongLines are ways on which a matter goes to the wrong unit first.
var wrongLines = []string{
	"assign:wrong@0-1 return@1 assign@0-1 accept@0-1 answer@6-12 " + good + look,
	"assign:wrong@0-1 accept@0-1 return@1-3 assign@1 accept@0-1 answer@6-12 " + phone + look,
}

// openLines are where open matters stand at the end.
var openLines = []line{
	{script: "", n: 3, from: 1, to: 2},                                                            // just raised
	{script: "", n: 2, from: 3, to: 3},                                                            // to be triaged today
	{script: "", n: 2, from: 5, to: 8},                                                            // seen, and left lying
	{script: "assign:wrong@1 return@1", n: 2, from: 1, to: 2, need: "wrong"},                      // came back, not theirs
	{script: "assign@1", n: 3, from: 1, to: 1},                                                    // on its way to the unit
	{script: "assign@0-1", n: 1, from: 2, to: 2},                                                  // to be signed for today
	{script: "assign@1", n: 2, from: 4, to: 7},                                                    // considered, and left lying
	{script: toUnit, n: 9, from: 2, to: 9},                                                        // being handled
	{script: toUnit + "note@0-1", n: 2, from: 5, to: 8},                                           // with a note
	{script: toUnit, n: 5, from: 11, to: 14},                                                      // due soon
	{script: toUnit, n: 2, from: 15, to: 15},                                                      // due today
	{script: toUnit, n: 2, from: 17, to: 25},                                                      // decided, and left lying
	{script: toUnit + "urge@16-19", n: 2, from: 1, to: 6},                                         // even when urged
	{script: toUnit + "askExtension:8@9-11", n: 3, from: 1, to: 2},                                // asks for more time
	{script: toUnit + "askExtension:9@9-11 extend@1", n: 2, from: 2, to: 5, need: "extend"},       // was given more time
	{script: toUnit + "askExtension:9@9-11 refuseExtension@1", n: 1, from: 1, to: 1},              // was not
	{script: toUnit + "answer@6-12", n: 6, from: 1, to: 9},                                        // waits for the rating
	{script: toUnit + "answer@6-12", n: 6, from: 1, to: 8, need: "deputy"},                        // of a deputy
	{script: toUnit + "answer@6-12", n: 1, from: 15, to: 15},                                      // until today
	{script: toUnit + "answer@6-12", n: 2, from: 17, to: 21},                                      // in vain
	{script: toUnit + "answer@6-12 rate:no@2-4", n: 3, from: 2, to: 7, need: "redo"},              // being redone
	{script: toUnit + "answer@6-12 rate:no@2-4", n: 1, from: 10, to: 10, need: "redo"},            // due today
	{script: toUnit + "answer@6-12 rate:no@2-4", n: 1, from: 13, to: 16, need: "redo"},            // overdue
	{script: toUnit + "answer@6-12 " + good, n: 6, from: 1, to: 16},                               // look-back due
	{script: toUnit + "answer@6-12 " + good, n: 2, from: 26, to: 32},                              // and left lying
	{script: toUnit + "answer@6-12 " + good + "extend:15@10-14", n: 1, from: 3, to: 6},            // postponed
	{script: toUnit + "answer@6-12 " + good + "notDone@8-12", n: 1, from: 2, to: 4, need: "back"}, // found not done
	{script: toUnit + "answer@6-11 " + good + "confirm@6-10 reopen@22-40", n: 1, from: 2, to: 4, need: "reopen"},
}

// has reports whether an opinion has the words that a line needs.
func (o *opinion) has(need string) bool {
	switch need {
	case "redo": // an unhappy rating, and the second answer to it
		return o.Unhappy != "" && o.Redo != "" && o.Extend == ""
	case "back": // a look-back that finds it not done, and the second answer to that
		return o.Back != "" && o.Redo != ""
	case "extend":
		return o.Extend != ""
	case "reopen":
		return o.Reopen != "" && o.Reanswer != ""
	case "wrong":
		return o.Wrong != nil
	case "deputy":
		return o.By == "deputy"
	}
	return true
}

// plain reports that an opinion has nothing that only some ways need.
func (o *opinion) plain() bool {
	return !slices.ContainsFunc([]string{"redo", "back", "extend", "reopen", "wrong", "deputy"}, o.has)
}

// onspotLines are the ways of what a station answers itself; withdrawnLines those of what is taken back.
var (
	onspotLines    = []string{"answerNow@0-1 rate:good@1-6 confirm@4-10", "answerNow@0-2 rate:good@2-5 confirm@3-9"}
	onspotUnrated  = "answerNow@0-1 closeUnrated@16-18"
	onspotBack     = "answerNow@0-1 rate:good@1-4 notDone@4-8 assign@1 accept@1 answer:redo@5-8 rate:good@1-4 confirm@6-12"
	onspotRedo     = "answerNow@0-1 rate:no@1-3 assign@1 accept@1 answer:redo@6-9 rate:good@2 confirm@6"
	withdrawnLines = []string{"withdraw@2", "assign@1 withdraw@1", "assign@1 accept@1 withdraw@3", "assign@1 accept@1 askExtension:8@9 withdraw@1"}
	mergedLine     = "merge@1"
	unmergedLine   = "merge@1 unmerge@2-3 assign@1 accept@1 answer@6-9 rate:good@2-5 confirm@5-10"
)
