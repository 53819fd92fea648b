package alert

import (
	"slices"

	"jejak/internal/event"
)

// slotsPerWindow is how finely a window moves: a window of an hour moves by five minutes.
const slotsPerWindow = 12

// slot is the mentions of a twelfth of a window.
type slot struct {
	mentions, scored, negative int
	reach, interactions        int64
}

func (s *slot) add(o slot) {
	s.mentions += o.mentions
	s.scored += o.scored
	s.negative += o.negative
	s.reach += o.reach
	s.interactions += o.interactions
}

// watcher holds mentions against one condition, by the times at which they were said. It sees them in the order in which they came,
// and the same ones lead to the same alerts, however they are handed over.
type watcher struct {
	c      Condition
	slots  map[int64]*slot
	words  map[string]*wordCount
	newest int64 // slot
	first  int64 // slot of the first mention
	seen   bool
	raised *event.Time // when the last alert was
}

func newWatcher(c Condition, raised *event.Time) *watcher {
	return &watcher{c: c, slots: map[int64]*slot{}, words: map[string]*wordCount{}, raised: raised}
}

func (w *watcher) slotLength() event.Time { return event.Time(w.c.Window) * hour / slotsPerWindow }

func (w *watcher) slotOf(at event.Time) int64 {
	length := w.slotLength()
	n := int64(at / length)
	if at < 0 && at%length != 0 {
		n--
	}
	return n
}

// keep is how many slots behind the newest are kept: a late mention still finds its windows.
func (w *watcher) keep() int64 { return int64(slotsPerWindow * (2 + w.c.Kind.windowsBefore())) }

// see takes a mention in, and returns the alert that it raises, if any. Mentions that are later than all that is kept are left out.
func (w *watcher) see(m *Mention) *Alert {
	if w.c.Topic != "" && !slices.Contains(m.Topics, w.c.Topic) {
		return nil
	}
	at := w.slotOf(m.At)
	switch {
	case !w.seen:
		w.newest, w.first, w.seen = at, at, true
	case at > w.newest:
		w.forget(at)
	case at <= w.newest-w.keep():
		return nil
	}
	w.first = min(w.first, at)
	own := slot{mentions: 1, reach: m.Reach, interactions: m.Interactions}
	if m.Scored {
		own.scored = 1
	}
	if m.Negative {
		own.negative = 1
	}
	if w.slots[at] == nil {
		w.slots[at] = &slot{}
	}
	w.slots[at].add(own)
	if w.c.Kind == NewWord {
		w.count(m.Words, at)
	}
	if m.Seq <= w.c.since || w.c.Paused || w.cools(m.At) {
		return nil
	}
	a := w.judge(m, at)
	if a != nil {
		w.raised = &a.At
	}
	return a
}

// forget moves the newest slot on, and drops those that are too old.
func (w *watcher) forget(newest int64) {
	w.newest = newest
	if len(w.slots) <= int(2*w.keep()) {
		return
	}
	for n := range w.slots {
		if n <= newest-w.keep() {
			delete(w.slots, n)
		}
	}
}

func (w *watcher) cools(at event.Time) bool {
	if w.raised == nil {
		return false
	}
	gap := at - *w.raised
	return max(gap, -gap) < event.Time(w.c.Cooldown)*hour
}

// sum is what was said in some slots up to one.
func (w *watcher) sum(upTo int64, n int) (all slot) {
	for i := upTo - int64(n) + 1; i <= upTo; i++ {
		if s := w.slots[i]; s != nil && i > w.newest-w.keep() {
			all.add(*s)
		}
	}
	return all
}

func (w *watcher) judge(m *Mention, at int64) *Alert {
	c := w.c
	a := &Alert{
		Condition: c.ID, Name: c.Name, Kind: c.Kind, Topic: c.Topic, Seq: m.Seq, At: m.At, Window: c.Window, Threshold: c.Threshold,
		From: event.Time(at-slotsPerWindow+1) * w.slotLength(), Mentions: 1,
	}
	switch c.Kind {
	case Influencer:
		a.From, a.Value = m.At, float64(m.Reach)
		return raise(a, a.Value >= c.Threshold)
	case Verified:
		a.From, a.Value = m.At, float64(m.Reach)
		return raise(a, m.Verified)
	case Volume, Interactions, Reach, Negative, NewWord:
	}
	now := w.sum(at, slotsPerWindow)
	a.Mentions = now.mentions
	if now.mentions < c.Least {
		return nil
	}
	switch c.Kind {
	case Reach:
		a.Value = float64(now.reach)
		return raise(a, a.Value >= c.Threshold)
	case Negative:
		if now.scored < c.Least {
			return nil
		}
		a.Value = float64(now.negative) / float64(now.scored)
		return raise(a, a.Value >= c.Threshold)
	case NewWord:
		return w.newWord(a, m.Words, at)
	case Volume, Interactions, Influencer, Verified:
	}
	before := c.Kind.windowsBefore()
	if w.first > at-int64(slotsPerWindow*(1+before)) {
		return nil // there is not yet as much to compare with
	}
	base := w.sum(at-slotsPerWindow, slotsPerWindow*before)
	a.Value, a.Before = float64(now.mentions), before
	mean := float64(base.mentions) / float64(before)
	if c.Kind == Interactions {
		a.Value, mean = float64(now.interactions), float64(base.interactions)/float64(before)
	}
	a.Baseline = &mean
	return raise(a, a.Value > 0 && a.Value >= c.Threshold*mean)
}

func raise(a *Alert, yes bool) *Alert {
	if yes {
		return a
	}
	return nil
}

// wordCount is in how many mentions a word was, by window: [0] the newest of them, then those before it.
type wordCount struct {
	window int64
	n      [8]int
}

// mostWords bounds the memory of a condition. Where it is passed, words that were not said lately are dropped.
const mostWords = 200_000

func (w *watcher) count(words []string, at int64) {
	window := at / slotsPerWindow
	if len(w.words) > mostWords {
		for word, c := range w.words {
			if c.window < window {
				delete(w.words, word)
			}
		}
	}
	for _, word := range words {
		c := w.words[word]
		if c == nil {
			c = &wordCount{window: window}
			w.words[word] = c
		}
		if on := window - c.window; on > 0 {
			var moved [8]int
			if on < int64(len(moved)) {
				copy(moved[on:], c.n[:])
			}
			c.n, c.window = moved, window
		}
		if back := c.window - window; back < int64(len(c.n)) {
			c.n[back]++
		}
	}
}

// newWord is an alert of the word of a mention that grew most, where one is in enough mentions of this window (which here begins with
// the clock, not with the mention) and so many times as often as in the windows before.
func (w *watcher) newWord(a *Alert, words []string, at int64) *Alert {
	before := w.c.Kind.windowsBefore()
	window := at / slotsPerWindow
	if w.first/slotsPerWindow > window-int64(before) {
		return nil
	}
	for _, word := range words {
		c := w.words[word]
		if c == nil || c.window != window || c.n[0] < w.c.Least || float64(c.n[0]) <= a.Value {
			continue
		}
		sum := 0
		for _, n := range c.n[1:] {
			sum += n
		}
		if mean := float64(sum) / float64(before); float64(c.n[0]) >= w.c.Threshold*mean {
			a.Word, a.Value, a.Baseline, a.Before = word, float64(c.n[0]), &mean, before
		}
	}
	a.From = event.Time(window*slotsPerWindow) * w.slotLength()
	return raise(a, a.Word != "")
}
