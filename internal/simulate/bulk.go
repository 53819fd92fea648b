package simulate

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"jejak/internal/event"
)

// Bulk is a great many plain events for benchmarks of the engine. It makes each when it is asked for, and serves them the way
// the event log does, so an index can be built of it directly. The sequence numbers run person by person.
type Bulk struct {
	people int
	first  []uint64 // events before person i
	begin  event.Time
	span   event.Time
	bodies []json.RawMessage
}

// bulkNames are the event names, the most frequent first: each is about as frequent as 1/(place+2).
var bulkNames = []string{
	"Page Viewed", "Product Viewed", "Products Searched", "Product Added", "Cart Viewed", "Checkout Started", "Payment Info Entered",
	"Order Completed", "Signed In", "Email Opened", "Email Link Clicked", "Product Removed", "Coupon Applied", "Order Delivered",
	"Product Reviewed", "Chat Started", "Call Started", "Order Refunded", "Post Viewed", "Store Visited",
}

// BulkNames lists the event names of a Bulk, the most frequent first.
func BulkNames() []string { return slices.Clone(bulkNames) }

var bulkChannels = []string{"web", "app", "email", "store"}

var bulkPlans = []string{"free", "basic", "plus", "gold", "team"}

// NewBulk plans events of people in the 90 days after begin.
func NewBulk(events uint64, people int, begin time.Time) *Bulk {
	b := &Bulk{people: people, begin: event.TimeOf(begin), span: 90 * day, first: make([]uint64, people+1)}
	weights, total := make([]float64, people), 0.0
	for i := range weights { // exponential: some people do much more than others
		weights[i] = 0.2 - math.Log(float64(mix(uint64(i))>>11)/(1<<53)+1e-12)
		total += weights[i]
	}
	sum := 0.0
	for i := range weights {
		b.first[i] = uint64(float64(events) * sum / total)
		sum += weights[i]
	}
	b.first[people] = events
	for price := range 500 {
		for _, plan := range bulkPlans {
			b.bodies = append(b.bodies, fmt.Appendf(nil, `{"price":%d,"plan":%q}`, 1+price*price/20, plan))
		}
	}
	return b
}

// LastSeq is the number of events.
func (b *Bulk) LastSeq() uint64 { return b.first[b.people] }

// person makes the events of person i into e one after the other.
func (b *Bulk) person(i int, e *event.Event, fn func(*event.Event) error) error {
	n := b.first[i+1] - b.first[i]
	state := mix(uint64(i) ^ 0xb01d)
	next := func() uint64 {
		state += 0x9e3779b97f4a7c15
		return mix(state)
	}
	start := event.Time(next() % uint64(b.span*6/10))
	mean := float64(b.span-start) / float64(n+1)
	at := start
	ids := []event.ID{{Type: event.UserID, Value: "u" + strconv.Itoa(i)}}
	for k := range n {
		x := next()
		*e = event.Event{
			Seq: b.first[i] + k + 1, Source: 1, Type: event.Track, IDs: ids, Channel: bulkChannels[x>>40&3],
			Name: bulkNames[bulkName(x)], Properties: b.bodies[x>>20%uint64(len(b.bodies))],
		}
		at = min(at+event.Time(-math.Log(float64(x>>11|1)/(1<<53))*mean), b.span-1)
		e.Time, e.ReceivedAt = b.begin+at, b.begin+at
		if err := fn(e); err != nil {
			return err
		}
	}
	return nil
}

// bulkName draws a name with frequencies that fall like 1/(place+2).
func bulkName(x uint64) int {
	u := float64(x&0xfffff) / (1 << 20)
	return min(int(2*(math.Pow(float64(len(bulkNames)+2)/2, u)-1)), len(bulkNames)-1)
}

func (b *Bulk) subject(i int) (s event.Subject) {
	binary.BigEndian.PutUint64(s[:8], uint64(i))
	binary.BigEndian.PutUint64(s[8:], mix(uint64(i)))
	return s
}

func (b *Bulk) numberOf(s event.Subject) (int, bool) {
	i := binary.BigEndian.Uint64(s[:8])
	return int(i), i < uint64(b.people)
}

// Scan calls fn with every event, person by person and in order of time. The event is valid until fn returns.
func (b *Bulk) Scan(ctx context.Context, fn func(event.Workspace, event.Subject, event.Person, *event.Event) error) error {
	var e event.Event
	for i := range b.people {
		if i&0xfff == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		s := b.subject(i)
		if err := b.person(i, &e, func(e *event.Event) error { return fn(1, s, event.Person(s), e) }); err != nil {
			return err
		}
	}
	return nil
}

// Changes calls fn with at most limit changes after the given one. Change and event are fn's to keep.
func (b *Bulk) Changes(ctx context.Context, after uint64, limit int, fn func(event.Change) error) error {
	i, _ := slices.BinarySearch(b.first, after+1)
	last := min(b.LastSeq(), after+uint64(limit))
	for i = max(0, i-1); i < b.people && b.first[i] < last && ctx.Err() == nil; i++ {
		s := b.subject(i)
		var e event.Event
		err := b.person(i, &e, func(e *event.Event) error {
			if e.Seq <= after || e.Seq > last {
				return nil
			}
			kept := *e
			return fn(event.Change{Seq: e.Seq, Workspace: 1, Subject: s, Person: event.Person(s), Event: &kept})
		})
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// Wait returns when a change after the given one exists; behind the last there never is one.
func (b *Bulk) Wait(ctx context.Context, after uint64) error {
	if after < b.LastSeq() {
		return nil
	}
	<-ctx.Done()
	return ctx.Err()
}

// SubjectEvents calls fn with a subject's events in order of time.
func (b *Bulk) SubjectEvents(_ context.Context, _ event.Workspace, s event.Subject, fn func(*event.Event) error) error {
	i, ok := b.numberOf(s)
	if !ok {
		return nil
	}
	var e event.Event
	return b.person(i, &e, fn)
}
