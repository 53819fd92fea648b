package archtest

// row is what a package may know of the others.
type row struct {
	level int
	// only lists all the packages of ours that it may import, beside fault. Where it is nil, every lower level is open.
	only []string
	// never lists those that it may not reach, through others either.
	never []string
}

// none is a package that knows no other one, beside fault.
func none(level int) row { return row{level: level, only: []string{}} }

func only(level int, packages ...string) row { return row{level: level, only: packages} }

// table is the layout of STYLE.md §4 and DESIGN.md §6. A package imports only packages of lower levels, and a domain package
// one below it, where that is listed. A new package needs its row.
func table() map[string]row {
	engines := []string{"trail", "clickhouse"}
	return map[string]row{
		"event":  none(0),
		"fault":  none(0),
		"config": none(0),
		"seal":   none(0),
		"sheet":  none(0),

		"column":    none(1),
		"sqldb":     none(1),
		"httpserve": none(1),
		"job":       none(1),
		"identity":  only(1, "event"),
		"eventlog":  only(1, "event"),
		"follow":    only(1, "event"),
		"journey":   only(1, "event"),
		"clv":       none(1),
		"drivers":   only(2, "journey", "stat"), // judges the rows that an engine made, so that every engine judges alike
		"worth":     only(2, "journey", "clv"),  // judges the orders that an engine counted, so that every engine judges alike

		"stat":        none(1),
		"cluster":     none(1),
		"sentiment":   none(1),
		"feeling":     only(2, "sentiment"), // writes on events what sentiment says of their texts
		"theme":       only(2, "sqldb", "document", "event", "stat"),
		"heard":       only(2, "sqldb", "event", "journey", "follow", "stat", "feeling", "theme", "topic"),
		"topic":       only(2, "sqldb", "document", "event"),
		"alert":       only(2, "sqldb", "document", "event", "follow"),
		"outbound":    none(1),
		"chatmodel":   only(2, "outbound"),
		"connect":     only(2, "sqldb", "event", "seal"), // no HTTP: each connector is a package of its own
		"feed":        only(3, "outbound", "connect"),
		"mastodon":    only(3, "outbound", "connect"),
		"bluesky":     only(3, "outbound", "connect"),
		"youtube":     only(3, "outbound", "connect"),
		"appreviews":  only(3, "connect"),
		"webhook":     only(3, "connect"),
		"train":       only(2, "sentiment"), // makes the models of sentiment, and is not needed to use them
		"attribution": none(1),
		"conform":     none(1),
		"credit":      only(2, "journey", "attribution"), // turns the paths that an engine counted into the answer, so that every engine credits alike
		"audience":    only(2, "journey", "stat"),        // says how an audience differs, so that every engine says it alike
		"friction":    only(2, "journey", "stat"),        // judges what an engine counted, so that every engine judges alike

		"trail":      only(2, "journey", "event", "column", "follow", "stat", "friction", "attribution", "credit", "audience", "worth", "drivers", "conform"), // not eventlog: the index is derived, and server joins them
		"clickhouse": only(2, "journey", "event", "follow"),
		"workspace":  only(2, "sqldb", "event", "journey"),
		"document":   only(2, "sqldb", "event"), // what most of the packages below that people write in have in common
		"account":    only(2, "sqldb", "event", "seal"),
		"touchpoint": only(2, "sqldb", "event", "journey", "workspace"),
		"segment":    only(2, "sqldb", "event", "journey", "follow"),
		"dashboard":  only(2, "sqldb", "document", "event", "journey"),
		"persona":    only(2, "sqldb", "document", "event", "journey", "cluster"),
		"maps":       only(2, "sqldb", "event", "journey"),
		"pain":       only(2, "sqldb", "document", "event", "journey", "stat"),
		"help":       only(2, "sqldb", "document", "event", "journey", "pain"),
		"mail":       only(2, "sqldb", "event", "seal"),
		"survey":     only(2, "sqldb", "event", "journey", "follow", "seal", "sheet", "stat", "mail", "theme"),
		"digest":     only(2, "sqldb", "event", "mail"),

		"ingest": only(3, "event", "eventlog", "identity", "workspace", "touchpoint"),

		"collect":  {level: 4, never: engines},
		"api":      {level: 4, never: engines}, // it sees journey.Engine
		"web":      none(4),
		"mcp":      only(5, "client", "httpserve"), // it speaks to the API as anybody does, with the caller's token
		"simulate": {level: 4, never: engines},
		"transfer": {level: 5, never: engines}, // reads lines in the shape that collect reads bodies, with its decoder

		"load":   none(4), // sends to a Jejak anywhere, as any sender would: it knows the wire alone
		"remote": only(6, "event", "ingest", "transfer"),

		"server": {level: 6},
		"cli":    {level: 7},
		"cmd":    only(8, "cli"),

		"client": only(4, "event", "journey"),
	}
}

// limited are imports that only some packages may have, with what they must not be spread over.
func limited() map[string][]string {
	return map[string][]string{
		// load and remote call a server elsewhere: a load generator, and an import over the wire. outbound calls those that people
		// name, for one package each.
		"net/http":                           {"collect", "api", "web", "httpserve", "server", "client", "load", "remote", "mcp", "outbound", "chatmodel", "feed", "mastodon", "bluesky", "youtube"},
		"database/sql":                       {"sqldb", "sqldbtest"},
		"github.com/cockroachdb/pebble":      {"eventlog"},
		"github.com/jackc/pgx":               {"sqldb", "sqldbtest"},
		"modernc.org/sqlite":                 {"sqldb"},
		"github.com/danielgtaylor/huma":      {"api"},
		"github.com/alecthomas/kong":         {"cli"},
		"github.com/modelcontextprotocol":    {"mcp"},
		"github.com/mmcdole/gofeed":          {"feed"},
		"github.com/parquet-go":              {"transfer"},
		"github.com/blevesearch":             {"help"},
		"github.com/pmezard/go-difflib":      {"help"},
		"github.com/yuin/goldmark":           {"help"},
		"github.com/microcosm-cc/bluemonday": {"help"},
		"github.com/wneessen/go-mail":        {"mail"},
		"github.com/emersion":                {"mailtest"},
		"github.com/prometheus":              {"server", "api"},
		"testing":                            {"sqldbtest", "journeytest", "mailtest", "faulttest"},
		"pgregory.net/rapid":                 {"journeytest"},
		"github.com/cockroachdb/datadriven":  {"journeytest"},
		module + "/internal/config":          {"server", "cli"}, // settings are handed on as values
	}
}

// longFiles and longFunctions may pass the usual bounds, each for its reason.
func longFiles() map[string]string { return map[string]string{} }

func longFunctions() map[string]string { return map[string]string{} }

// variables that change on purpose, each for its reason.
func variables() map[string]string { return map[string]string{} }
