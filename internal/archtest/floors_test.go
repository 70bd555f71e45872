package archtest

// floors says for every package of this module which others of it may be
// imported by its code (its tests are free). An arrow only goes down:
//
//	lang ← problem ← deadline ← rulebook ← matter and the other subjects
//	     ← store ← office ← web ← cmd
//
// Pages and commands know no database: web sees office, never store;
// only install opens a store, and only cmd and install name an engine.
// "…/*" stands for all packages below a folder, in both columns.
var floors = map[string][]string{
	// Words and errors: everybody may use them.
	"internal/lang":    {},
	"internal/problem": {"internal/lang"},

	// The pure core: no I/O, no clock, no randomness (pure, below, checks that).
	"internal/deadline":         {"internal/lang", "internal/problem"},
	"internal/journal":          {"internal/lang", "internal/problem"},
	"internal/rulebook":         {"internal/lang", "internal/problem", "internal/deadline", "law"},
	"internal/rulebook/example": {"internal/lang", "internal/problem", "internal/deadline", "internal/rulebook", "rulebooks"},
	"internal/congress":         {"internal/lang", "internal/problem", "internal/deadline"},
	"internal/message":          {"internal/lang", "internal/problem", "internal/deadline"},
	"internal/file":             {"internal/lang", "internal/problem"},
	"internal/matter":           {"internal/lang", "internal/problem", "internal/deadline", "internal/rulebook", "internal/journal"},
	"internal/search":           {},
	"internal/access":           {"internal/search", "internal/lang", "internal/problem", "internal/deadline", "internal/rulebook", "internal/congress", "internal/journal", "internal/matter"},
	"rulebooks":                 {},
	"law":                       {"internal/lang"},

	// The store: portable SQL, and one package per engine that only opens it.
	"internal/store":           {"internal/search", "internal/lang", "internal/problem", "internal/deadline", "internal/rulebook", "internal/congress", "internal/journal", "internal/matter", "internal/message", "internal/access"},
	"internal/store/sqlite":    {"internal/lang", "internal/problem", "internal/store"},
	"internal/store/postgres":  {"internal/lang", "internal/problem", "internal/store"},
	"internal/store/storetest": {"internal/search", "internal/lang", "internal/problem", "internal/deadline", "internal/rulebook", "internal/congress", "internal/journal", "internal/matter", "internal/message", "internal/access", "internal/store"},

	// The bytes of attachments.
	"internal/blob": {"internal/lang", "internal/problem"},

	// The acts of the house, and the one place that opens what they work on.
	"internal/office": {
		"internal/search", "internal/lang", "internal/problem", "internal/file",
		"internal/deadline", "internal/rulebook", "internal/congress", "internal/journal", "internal/matter", "internal/message", "internal/access", "internal/store", "law", "rulebooks",
	},
	"internal/install": {"internal/lang", "internal/problem", "internal/blob", "internal/deadline", "internal/rulebook", "internal/congress", "internal/store", "internal/store/sqlite", "internal/store/postgres", "internal/office", "law", "rulebooks"},

	// Thin shells over the office.
	"internal/inbound": {},
	"internal/api":     {"internal/lang", "internal/problem", "internal/file", "internal/search", "internal/deadline", "internal/rulebook", "internal/congress", "internal/matter", "internal/message", "internal/access", "internal/office", "internal/inbound"},
	"internal/web":     {"internal/search", "internal/lang", "internal/problem", "internal/file", "internal/deadline", "internal/rulebook", "internal/congress", "internal/journal", "internal/matter", "internal/message", "internal/access", "internal/office", "internal/inbound", "law"},
	"internal/mail":    {},
	"internal/worker":  {"internal/lang", "internal/problem", "internal/office", "internal/mail"},

	// The demonstration: a year of invented work, done through the office.
	"internal/demo": {"internal/lang", "internal/problem", "internal/deadline", "internal/rulebook", "internal/congress", "internal/matter", "internal/message", "internal/access", "internal/store", "internal/office", "internal/install", "rulebooks"},

	// The measurement: it serves the pages as any installation does, and keeps the floor and the raw engine beside them.
	"internal/bench": {"internal/lang", "internal/problem", "internal/deadline", "internal/rulebook", "internal/congress", "internal/journal", "internal/matter", "internal/access", "internal/store", "internal/store/sqlite", "internal/store/postgres", "internal/office", "rulebooks"},

	// Wiring only.
	"cmd/huiyin": {"internal/*", "internal/store/*", "law", "rulebooks"},

	// For tests; no product package names them, so none may import them.
	"internal/archtest":          {},
	"internal/testkit/pgtest":    {},
	"internal/testkit/faultdb":   {},
	"internal/testkit/htmlcheck": {},
	"internal/testkit/smtptest":  {},
	"internal/testkit/world":     {"internal/*", "internal/store/*", "internal/testkit/pgtest", "law", "rulebooks"},
	"internal/testkit/browser":   {"e2e/thirdparty/*"},
	"internal/testkit/apiclient": {},
	"e2e":                        {},
	"e2e/thirdparty/axe":         {},
}

// pure packages decide and compute; what they need from the world comes in as
// an argument. They may import none of worldly. (problem is not among them: it
// names HTTP's status codes.)
var pure = []string{
	"internal/lang", "internal/deadline", "internal/journal", "internal/rulebook",
	"internal/congress", "internal/matter", "internal/access", "internal/search", "internal/file",
}

var worldly = []string{
	"os", "os/exec", "os/signal", "net", "net/http", "net/smtp", "database/sql", "database/sql/driver",
	"math/rand", "math/rand/v2", "crypto/rand", "log", "log/slog", "syscall", "testing",
}

// keepers names the only packages whose code may import a module: what is used
// in one place can be replaced in one place.
var keepers = map[string][]string{
	"github.com/mozillazg":          {"internal/search"},
	"modernc.org/sqlite":            {"internal/store/sqlite"},
	"github.com/jackc/pgx/v5":       {"internal/store/postgres", "internal/testkit/pgtest"},
	"github.com/pressly/goose":      {"internal/store", "internal/store/sqlite", "internal/store/postgres"},
	"cel.dev/cel-go":                {"internal/rulebook"},
	"github.com/goccy/go-yaml":      {"internal/rulebook", "law", "internal/demo", "cmd/huiyin"},
	"github.com/xuri/excelize":      {"internal/message", "internal/office"},
	"golang.org/x/image":            {"internal/file"},
	"github.com/a-h/templ":          {"internal/web"},
	"rsc.io/qr":                     {"internal/web"},
	"github.com/alecthomas/kong":    {"cmd/huiyin"},
	"github.com/danielgtaylor/huma": {"internal/api"},
	"github.com/oapi-codegen":       {"internal/testkit/apiclient"},
	"github.com/pb33f":              {}, // tests of internal/api only
	"github.com/chromedp":           {"internal/testkit/browser"},
	"golang.org/x/net/html":         {"internal/testkit/htmlcheck"},
}

// clockReaders are the folders whose code may ask what time it is. Everywhere
// else the time is an argument.
var clockReaders = []string{"cmd/", "internal/testkit/", "internal/bench/"}
