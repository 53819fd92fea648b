// Package simulate makes up a brand, its customers and their journeys from a seed, with the truth about them known.
package simulate

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"jejak/internal/event"
)

// Brand is what the simulated brand is called; everything that shows it says that it is simulated.
const Brand = "Nusa Home (simulated)"

// Zone is where the brand's days begin.
const Zone = "Asia/Jakarta"

// Currency is what its revenue is counted in.
const Currency = "IDR"

// Friction is a pain point that can be planted: something that goes wrong at one touchpoint and costs the brand customers.
type Friction string

// The pain points. Each has its effect in journeys.go, where its name stands.
const (
	PaymentFails    Friction = "payment_fails"   // paying in the app by transfer from PainBank fails
	CallUnanswered  Friction = "call_unanswered" // calls about installation ring until the caller gives up
	SpecMissing     Friction = "spec_missing"    // the specification pages of PainCategory are not there
	FormConfuses    Friction = "form_confuses"   // the address form on the web refuses what people write
	painProbability          = 0.62              // how often a planted pain point strikes where it can
	baseProbability          = 0.04              // how often the same goes wrong anywhere else
)

// PainBank is the bank of PaymentFails, PainCategory the category of SpecMissing, PainTopic the topic of CallUnanswered.
const (
	PainBank     = "Bank Samudra"
	PainCategory = "air conditioner"
	PainTopic    = "installation"
)

// Options say which history to make up. The same options make the same history.
type Options struct {
	Seed     uint64
	People   int           // 22,000 by default
	Length   time.Duration // 182 days by default
	End      time.Time     // the history ends here; required
	Friction []Friction    // planted; none by default
	Spotless bool          // no duplicates, late arrivals or malformed items
}

func (o Options) withDefaults() (Options, error) {
	if o.People == 0 {
		o.People = 22_000
	}
	if o.Length == 0 {
		o.Length = 182 * 24 * time.Hour
	}
	if o.End.IsZero() {
		return o, fmt.Errorf("a simulated history needs its end")
	}
	return o, nil
}

// Call is one item as a source sends it, with the truth about who is behind it.
type Call struct {
	Human    int         // the number of the simulated human
	Event    event.Event // as ingest takes a draft: ids, times as given, bodies
	Fault    string      // not "": the item is malformed, and this is the reason word
	Detail   string
	Raw      []byte // of a malformed item
	received event.Time
}

// Batch is what one source sends at one moment.
type Batch struct {
	Source   string // a handle of Sources
	Received event.Time
	Calls    []Call
}

// Source is a place of the brand that sends events.
type Source struct {
	Handle  string
	Name    string
	Kind    string
	Channel string
}

// Sources lists the brand's sources; Batch.Source is one of the handles.
func Sources() []Source { return slices.Clone(sources[:]) }

const (
	srcWeb = iota
	srcApp
	srcStore
	srcCall
	srcEmail
	srcWhatsApp
	srcChat
	srcSocial
	srcAds
	srcMarket
	srcOrders
)

var sources = [...]Source{
	srcWeb:      {"web", "Website", "website", "web"},
	srcApp:      {"app", "Mobile app", "app", "app"},
	srcStore:    {"store", "Shops' tills", "store", "store"},
	srcCall:     {"call", "Call centre", "call", "call"},
	srcEmail:    {"email", "Newsletter", "email", "email"},
	srcWhatsApp: {"whatsapp", "WhatsApp", "chat", "whatsapp"},
	srcChat:     {"chat", "Web chat", "chat", "chat"},
	srcSocial:   {"social", "Social accounts", "social", "social"},
	srcAds:      {"ads", "Search and display ads", "ads", "ads"},
	srcMarket:   {"marketplace", "Marketplace shop", "server", "marketplace"},
	srcOrders:   {"orders", "Order system", "server", "web"},
}

// batchSpan is how much time one batch covers. Items carry their own final timestamp, so a wider batch only makes
// receivedAt coarser, and the ledger counts by the hour.
const batchSpan = event.Time(time.Hour / time.Millisecond)

// batchLimit is the most items in a batch.
const batchLimit = 2000

// History calls fn with the whole history in order of receivedAt. The batch's calls may be kept.
func History(ctx context.Context, o Options, fn func(Batch) error) error {
	o, err := o.withDefaults()
	if err != nil {
		return err
	}
	w := newWorld(o)
	acts := w.planAll(ctx)
	for from := 0; from < len(acts) && ctx.Err() == nil; {
		to := from + 1
		window := acts[from].received / batchSpan
		for to < len(acts) && acts[to].source == acts[from].source && acts[to].received/batchSpan == window && to-from < batchLimit {
			to++
		}
		b := Batch{Source: sources[acts[from].source].Handle, Calls: make([]Call, 0, to-from)}
		for i := range acts[from:to] {
			c := w.render(&acts[from+i])
			b.Received = max(b.Received, c.received)
			b.Calls = append(b.Calls, c)
		}
		if err := fn(b); err != nil {
			return err
		}
		from = to
	}
	return ctx.Err()
}

// planAll plans every human's acts on all cores and sorts them by hour of arrival, source, arrival.
func (w *world) planAll(ctx context.Context) []act {
	workers := runtime.GOMAXPROCS(0)
	parts := make([][]act, workers)
	w.humans = make([]human, w.o.People)
	var wg sync.WaitGroup
	for worker := range workers {
		wg.Go(func() {
			for i := worker; i < w.o.People && ctx.Err() == nil; i += workers {
				w.humans[i] = w.human(i)
				parts[worker] = append(parts[worker], w.plan(&w.humans[i])...)
			}
		})
	}
	wg.Wait()
	acts := slices.Concat(parts...)
	slices.SortFunc(acts, func(a, b act) int {
		return cmp.Or(
			cmp.Compare(a.received/batchSpan, b.received/batchSpan),
			cmp.Compare(a.source, b.source),
			cmp.Compare(a.received, b.received),
			cmp.Compare(a.human, b.human),
			cmp.Compare(a.number, b.number),
			cmp.Compare(a.noise, b.noise))
	})
	return acts
}

// act is one planned call before it is written out: small, so that a whole history can be sorted in memory.
type act struct {
	at       event.Time // when it really happened
	received event.Time
	human    int32
	number   int32 // of the human's acts
	item     int32 // product, page, campaign, agent: what it means depends on the kind
	ref      int32 // order number, call number
	value    int64 // money, seconds, a score
	kind     kind
	source   uint8
	channel  uint8 // index into sources; the channel it is about where that is not the source's own
	device   uint8
	known    bool // the human is signed in
	fresh    bool // in the last week of the history
	noise    noise
}

type noise uint8

const (
	plain noise = iota
	doubled
	late
	malformed
)
