package heard

import (
	"context"
	"maps"
	"slices"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
)

// Failed is a theme or topic whose texts could not be looked up when that was tried last.
type Failed struct {
	ID    string     `json:"id"`
	Why   string     `json:"why" enum:"rule,damaged,database" doc:"its rule cannot be read; a kept text is damaged; the database did not give the texts"`
	At    event.Time `json:"at" doc:"when it was tried last"`
	Again event.Time `json:"again" doc:"when it is tried again"`
}

// Why a lookup failed. What exactly went wrong is in the log.
const (
	whyRule     = "rule"
	whyDamaged  = "damaged"
	whyDatabase = "database"
)

func whyFailed(err error) string {
	switch {
	case fault.Is(err, fault.Invalid):
		return whyRule
	case fault.Is(err, fault.Corrupt):
		return whyDamaged
	}
	return whyDatabase
}

// lookup names a theme or topic among all that are looked up.
type lookup struct {
	ws    event.Workspace
	topic bool
	id    string
}

type failure struct {
	version   int
	why       string
	at, again time.Time
	tries     int // in vain
}

// mostWait is how long a lookup that failed waits for the next try, at most: what is wrong is mended by people or passes, and a try reads much.
const mostWait = time.Minute

// noteLookup keeps how a lookup ended, so that whoever asks is told.
func (s *Store) noteLookup(ctx context.Context, ws event.Workspace, one wanted, err error) {
	if ctx.Err() != nil {
		return // who asked has gone, which says nothing of the texts
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	key := lookup{ws, one.topic, one.id}
	if err == nil {
		delete(s.failed, key)
		return
	}
	f := s.failed[key]
	if f.version != one.version {
		f = failure{version: one.version}
	}
	f.why, f.at = whyFailed(err), s.o.Now()
	f.again = f.at.Add(min(mostWait, s.o.Every<<min(f.tries, 20)))
	f.tries++
	s.failed[key] = f
}

// settled reports whether a theme or topic is not to be looked up now: its texts are known, or a lookup failed and the next is not due.
func (s *Store) settled(ws event.Workspace, one wanted) bool {
	if s.known(ws, one) {
		return true
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	f, failed := s.failed[lookup{ws, one.topic, one.id}]
	return failed && f.version == one.version && s.o.Now().Before(f.again)
}

// failedOf are those of some themes, or topics, whose lookup failed.
func (s *Store) failedOf(ws event.Workspace, some []wanted, topics bool) (out []Failed) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, one := range some {
		if f, failed := s.failed[lookup{ws, one.topic, one.id}]; failed && one.topic == topics && f.version == one.version {
			out = append(out, Failed{ID: one.id, Why: f.why, At: event.TimeOf(f.at), Again: event.TimeOf(f.again)})
		}
	}
	return out
}

// forgetFailures forgets those of themes and topics that are no longer there.
func (s *Store) forgetFailures(ws event.Workspace, all []wanted) {
	s.mu.Lock()
	defer s.mu.Unlock()
	maps.DeleteFunc(s.failed, func(of lookup, _ failure) bool {
		return of.ws == ws && !slices.ContainsFunc(all, func(w wanted) bool { return w.id == of.id && w.topic == of.topic })
	})
}

// untilDue is how long it is until the next lookup that failed is tried again.
func (s *Store) untilDue() time.Duration {
	s.mu.RLock()
	defer s.mu.RUnlock()
	rest := mostWait // nothing is due then, and looking again finds that all is known
	for _, f := range s.failed {
		rest = min(rest, f.again.Sub(s.o.Now()))
	}
	return max(rest, s.o.Every) // whatever happens, it does not look without a pause
}
