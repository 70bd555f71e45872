package search

// Layer says for whom a text is: who may read a layer may read those below it. They are the levels of sight
// of package access, which alone decides what goes into which.
type Layer int

// The layers, from what everybody may read to what only the office may.
const (
	Open Layer = iota
	Own
	Work
	Full
	layers = int(Full) + 1
)

// Document is what can be found of one matter.
type Document struct {
	Number string
	Title  string // everybody who sees the matter sees its title
	Texts  []Text // in the order of importance: what is too long is cut at the end
}

// Text is one text with its layer.
type Text struct {
	Layer Layer
	Text  string
}

// How much of a document an index keeps, in tokens by layer, beside number and title. PostgreSQL keeps positions
// up to 16 383 and 256 of one lexeme; both engines get the same.
var budget = [layers]int{12000, 400, 2000, 1000}

const (
	maxTitle = 1600 // with all readings of it
	maxSame  = 250  // positions of one token
	gap      = "¦"  // parts texts, so that no phrase goes from one into the next; can be in no text
)

// Indexed is a document as an index takes it.
type Indexed struct {
	Title  []string         // number, title and how it sounds
	Layers [layers][]string // the words of each layer; the title's are in the lowest too
}

// Index makes tokens of a document.
func (d Document) Index() Indexed {
	var x Indexed
	seen := make(map[string]int, 256)
	add := func(to *[]string, most int, tokens ...string) {
		if len(*to) > 0 && len(*to) < most {
			*to = append(*to, gap)
		}
		for _, t := range tokens {
			if len(*to) >= most {
				return
			}
			if seen[t]++; seen[t] > maxSame {
				t = gap
			}
			*to = append(*to, t)
		}
	}
	title := titlePhrases(d)
	for _, p := range title {
		add(&x.Title, maxTitle, p...)
	}
	clear(seen)
	for _, p := range title {
		add(&x.Layers[Open], maxTitle, p...)
	}
	for _, t := range d.Texts {
		most := budget[t.Layer]
		if t.Layer == Open {
			most += maxTitle
		}
		add(&x.Layers[t.Layer], most, Tokens(t.Text)...)
	}
	return x
}

// titlePhrases are the rows of tokens that stand for number and title: the number, its words, the title's
// words, and the title as it sounds.
func titlePhrases(d Document) [][]string {
	var out [][]string
	if d.Number != "" {
		out = append(out, numberTokens(d.Number), Tokens(d.Number))
	}
	return append(append(out, Tokens(d.Title)), titleSounds(d.Title)...)
}
