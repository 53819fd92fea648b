package identity

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"jejak/internal/event"
	"jejak/internal/fault"
)

// Rules are a workspace's rules of identity. They hold from the event on at which they are set.
type Rules struct {
	// Limits is how many ids of a type a person may have; each at least 1. Epochs of an anonymous id count singly.
	Limits map[event.IDType]int `json:"limits"`
	// OtherLimit holds for types that Limits does not name.
	OtherLimit int `json:"otherLimit"`
	// Priority ranks id types, highest first; the rest follow A-Z. The lowest id of an event is set aside first.
	Priority []event.IDType `json:"priority"`
	// Blocked values name nobody, beside the built-in ones. Case does not matter.
	Blocked []string `json:"blocked,omitempty"`
	// MaxMergeEvents is the size of a person, in events, beyond which joining others waits for a review.
	MaxMergeEvents int `json:"maxMergeEvents"`
}

// DefaultRules are those of a workspace that has set none. They are rules version 0 of every workspace: to change them
// is to change what a repair replays, so a change needs a step that writes the old ones into existing workspaces.
func DefaultRules() Rules {
	return Rules{
		Limits: map[event.IDType]int{
			event.UserID: 1, event.Email: 5, event.Phone: 5, event.AnonymousID: 500,
		},
		OtherLimit:     5,
		Priority:       []event.IDType{event.UserID, event.Email, event.Phone},
		MaxMergeEvents: 10_000,
	}
}

// A person has at most mostIDs ids of one type, and rules block at most mostBlocked values.
const (
	mostIDs     = 100_000
	mostBlocked = 1000
)

// Validate tells all faults at once.
func (r Rules) Validate() error {
	var fields []fault.Field
	bad := func(f fault.Field) { fields = append(fields, f) }
	among := func(name string, n int) {
		if n < 1 || n > mostIDs {
			bad(fault.Field{Name: name, Message: fmt.Sprintf("is %d: give 1 to %d", n, mostIDs), Code: "count", With: fault.Values(mostIDs)})
		}
	}
	for _, t := range slices.Sorted(maps.Keys(r.Limits)) {
		among("limits."+string(t), r.Limits[t])
		if t == "" || len(t) > maxType || t == PreviousID {
			bad(fault.Field{Name: "limits." + string(t), Message: "is not an id type", Code: "id_type"})
		}
	}
	among("otherLimit", r.OtherLimit)
	if r.MaxMergeEvents < 1 {
		bad(fault.Field{Name: "maxMergeEvents", Message: fmt.Sprintf("is %d: give 1 or more", r.MaxMergeEvents), Code: "least", With: fault.Values(1)})
	}
	for i, t := range r.Priority {
		if slices.Contains(r.Priority[:i], t) {
			bad(fault.Field{Name: "priority", Message: fmt.Sprintf("names %s twice", t), Code: "twice", With: fault.Values(t)})
		}
	}
	for _, v := range r.Blocked {
		if strings.TrimSpace(v) == "" {
			bad(fault.Field{Name: "blocked", Message: "holds an empty value: empty values are always blocked", Code: "blocked_empty"})
		}
	}
	if len(r.Blocked) > mostBlocked {
		bad(fault.Field{Name: "blocked", Message: fmt.Sprintf("holds %d values: give at most %d", len(r.Blocked), mostBlocked), Code: "most", With: fault.Values(mostBlocked)})
	}
	if fields != nil {
		return fault.Coded(fault.InvalidFields("these rules cannot be used", fields), "identity_rules")
	}
	return nil
}

// ruleset is Rules made ready to be asked quickly.
type ruleset struct {
	Rules
	version uint64
	own     map[string]struct{}
	step    uint64 // one event in step is counted, with weight step; a power of two
}

// sizeSteps is how many counted events make up MaxMergeEvents: enough to know a size to about a tenth.
const sizeSteps = 128

func compile(r Rules, version uint64) *ruleset {
	c := &ruleset{Rules: r, version: version, step: 1}
	for c.step*2 <= uint64(r.MaxMergeEvents)/sizeSteps {
		c.step *= 2
	}
	if len(r.Blocked) > 0 {
		c.own = make(map[string]struct{}, len(r.Blocked))
		for _, v := range r.Blocked {
			c.own[strings.ToLower(strings.TrimSpace(v))] = struct{}{}
		}
	}
	return c
}

func (c *ruleset) blocked(id event.ID) bool {
	if Blocked(id) {
		return true
	}
	if c.own == nil {
		return false
	}
	_, own := c.own[strings.ToLower(strings.TrimSpace(id.Value))]
	return own
}

func (c *ruleset) limit(t event.IDType) int {
	if n, ok := c.Limits[t]; ok {
		return n
	}
	return c.OtherLimit
}

func (c *ruleset) rank(t event.IDType) int {
	if i := slices.Index(c.Priority, t); i >= 0 {
		return i
	}
	return len(c.Priority)
}

// compare orders nodes by priority: the last of an event's nodes is set aside first.
func (c *ruleset) compare(a, b node) int {
	if ra, rb := c.rank(a.Type), c.rank(b.Type); ra != rb {
		return ra - rb
	}
	if d := a.Compare(b.ID); d != 0 {
		return d
	}
	return int(a.epoch) - int(b.epoch)
}

// history is every version of a workspace's rules: a repair replays each subject under the rules that it arrived under.
type history []*ruleset

func (h history) current() *ruleset { return h[len(h)-1] }

func (h history) at(version uint64) (*ruleset, error) {
	if version >= uint64(len(h)) {
		return nil, fmt.Errorf("identity: rules version %d is missing", version)
	}
	return h[version], nil
}

func encodeRules(r Rules) ([]byte, error) {
	b, err := json.Marshal(r)
	return append([]byte{format}, b...), err
}

func decodeRules(b []byte) (r Rules, err error) {
	if len(b) == 0 || b[0] != format {
		return r, errFormat("rules", b)
	}
	return r, json.Unmarshal(b[1:], &r)
}

// loadRules reads every version of every workspace's rules.
func loadRules(v View) (map[event.Workspace]history, error) {
	all := map[event.Workspace]history{}
	err := v.Scan([]byte{kindRules}, func(key, value []byte) error {
		ws := workspaceOf(key)
		rules, err := decodeRules(value)
		if err != nil {
			return err
		}
		h := all[ws]
		if h == nil {
			h = defaultHistory()
		}
		all[ws] = append(h, compile(rules, uint64(len(h))))
		return nil
	})
	return all, err
}

func defaultHistory() history { return history{compile(DefaultRules(), 0)} }
