package simulate

import (
	"context"
	"math/rand/v2"
	"time"

	"jejak/internal/event"
)

// liveSessions is how many visits go on at the same time.
const liveSessions = 12

// Live calls fn with what happens at the brand from now on, about rate calls a second, until ctx ends or fn fails. People of
// the history come back, and new ones come.
func Live(ctx context.Context, o Options, rate float64, fn func(source string, c Call) error) error {
	o.End = time.Now()
	o, err := o.withDefaults()
	if err != nil {
		return err
	}
	w := newWorld(o)
	w.begin, w.end = w.end-day, w.end+3650*day
	start := time.Now()
	r := rand.New(rand.NewPCG(o.Seed, uint64(start.UnixNano())))
	timer := time.NewTimer(0)
	defer timer.Stop()
	sessions := make([]*session, liveSessions)
	for i := range sessions {
		sessions[i] = w.session(r)
	}
	for count := uint64(0); ; count++ {
		select {
		case <-ctx.Done():
			return nil
		case <-timer.C:
		}
		i := r.IntN(len(sessions))
		for len(sessions[i].acts) == 0 {
			sessions[i] = w.session(r)
		}
		source, c := sessions[i].next(w)
		c.Event.MessageID = w.uuid(uint64(start.UnixNano()), count)
		if err := fn(source, c); err != nil {
			return err
		}
		timer.Reset(time.Duration(r.ExpFloat64() / rate * float64(time.Second)))
	}
}

// session is one visit that goes on now.
type session struct {
	h    human
	acts []act
}

// session plans a visit of somebody. What would follow days later, such as the delivery, is left out.
func (w *world) session(r *rand.Rand) *session {
	i := r.IntN(w.o.People)
	if r.Float64() < 0.3 {
		i = w.o.People + r.IntN(1_000_000)
	}
	s := &session{h: w.human(i)}
	p := &planner{w: w, h: &s.h, r: r, member: s.h.kind == buyer && i < w.o.People, orders: 32 + r.Int32N(32)}
	for d := range p.known {
		p.known[d] = p.member && p.chance(0.4)
	}
	at := event.TimeOf(time.Now())
	if s.h.kind == buyer && p.chance(0.4) {
		p.attempt(at)
	} else {
		p.lookAround(at)
	}
	for _, a := range p.acts {
		if a.at < at+3*hour {
			s.acts = append(s.acts, a)
		}
	}
	return s
}

// next writes out the session's next act as happening now.
func (s *session) next(w *world) (source string, c Call) {
	a := s.acts[0]
	s.acts = s.acts[1:]
	a.at = event.TimeOf(time.Now())
	a.received = a.at + 40
	c = w.renderOf(&a, &s.h)
	c.Event.Time = 0 // the server reckons it from the clocks
	return sources[a.source].Handle, c
}
