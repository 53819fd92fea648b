package maps

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"jejak/internal/event"
	"jejak/internal/sqldb"
)

// NoticeKind says why somebody is told.
type NoticeKind string

// The kinds.
const (
	NoticeMention NoticeKind = "mention" // a comment names them
	NoticeReply   NoticeKind = "reply"   // a comment where they said something before
	NoticeTask    NoticeKind = "task"    // a task is theirs to do
	NoticeDue     NoticeKind = "due"     // it is to be done by today
	NoticeDone    NoticeKind = "done"    // a task that they made is done
	NoticeChange  NoticeKind = "change"  // somebody changed a map that they watch
)

// Notice is something that concerns one person. It is found, not kept: what it tells of is gone, or settled, so is it.
type Notice struct {
	Kind    NoticeKind `json:"kind" enum:"mention,reply,task,due,done,change"`
	Map     string     `json:"map"`
	MapName string     `json:"mapName"`
	Thing   string     `json:"thing" doc:"id of the thing of the map; empty is the whole map"`
	Text    string     `json:"text" doc:"of the comment, or the task's title"`
	By      string     `json:"by" doc:"whose doing it is; empty of what is due"`
	Count   int        `json:"count" doc:"changes, 1 of anything else"`
	At      event.Time `json:"at"`
	New     bool       `json:"new" doc:"since the person looked"`
}

const (
	noticesFor = 30 * 24 * time.Hour
	maxNotices = 200
	noticeLine = 200 // letters of a comment
)

// Notices are what concerns a person, of the last 30 days, the newest first. zone is whose days tasks are due on.
func (s *Store) Notices(ctx context.Context, ws event.Workspace, by Author, zone *time.Location) (all []Notice, err error) {
	all = []Notice{}
	if by.User == 0 { // a program is told nothing
		return all, nil
	}
	n := noticer{s: s, ws: ws, by: by, since: event.TimeOf(s.o.Now().Add(-noticesFor)), today: s.o.Now().In(zone).Format(time.DateOnly), zone: zone}
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		for _, find := range []func(context.Context, *sqldb.ReadTx) error{n.said, n.tasks, n.changes} {
			if err := find(ctx, tx); err != nil {
				return err
			}
		}
		return n.finish(ctx, tx)
	})
	return n.found, err
}

type noticer struct {
	s     *Store
	ws    event.Workspace
	by    Author
	since event.Time
	today string
	zone  *time.Location
	found []Notice
}

type saidOn struct{ mapID, thing string }

func (n *noticer) said(ctx context.Context, tx *sqldb.ReadTx) error {
	mine := map[saidOn]event.Time{}
	_, err := sqldb.All(ctx, tx, func(row sqldb.Scanner) (_ struct{}, err error) {
		var on saidOn
		var at event.Time
		err = row.Scan(&on.mapID, &on.thing, &at)
		mine[on] = at
		return struct{}{}, err
	}, n.s.statements.Get("threadsOf"), n.ws, n.by.User)
	if err != nil {
		return err
	}
	_, err = sqldb.All(ctx, tx, func(row sqldb.Scanner) (_ struct{}, err error) {
		var c Comment
		var on, mentions string
		if err := row.Scan(&on, &c.ID, &c.On, &c.Text, &mentions, &c.By, &c.User, &c.At, &c.Edited, &c.Resolved); err != nil {
			return struct{}{}, err
		}
		if err := json.Unmarshal([]byte(mentions), &c.Mentions); err != nil {
			return struct{}{}, err
		}
		began, joined := mine[saidOn{on, c.On}]
		switch {
		case slices.Contains(c.Mentions, n.by.User):
			n.add(Notice{Kind: NoticeMention, Map: on, Thing: c.On, Text: short(c.Text), By: c.By, At: c.At})
		case joined && began <= c.At:
			n.add(Notice{Kind: NoticeReply, Map: on, Thing: c.On, Text: short(c.Text), By: c.By, At: c.At})
		}
		return struct{}{}, nil
	}, n.s.statements.Get("commentsSince"), n.ws, n.since, n.by.User)
	return err
}

func (n *noticer) add(x Notice) {
	x.Count = max(x.Count, 1)
	n.found = append(n.found, x)
}

func short(text string) string {
	letters := []rune(text)
	if len(letters) <= noticeLine {
		return text
	}
	return string(letters[:noticeLine-1]) + "…"
}

func (n *noticer) tasks(ctx context.Context, tx *sqldb.ReadTx) error {
	all, err := sqldb.All(ctx, tx, scanTask, n.s.statements.Get("tasksAbout"), n.ws, n.by.User, n.by.Name)
	for _, t := range all {
		x := Notice{Map: t.Map, Thing: t.Card, Text: t.Title, By: t.By, At: t.Changed}
		mine, made := t.Owner == n.by.User, t.By == n.by.Name
		switch {
		case mine && !t.Done && t.Due != "" && t.Due <= n.today:
			x.Kind, x.By = NoticeDue, ""
			if due, err := time.ParseInLocation(time.DateOnly, t.Due, n.zone); err == nil {
				x.At = event.TimeOf(due)
			}
			n.add(x) // however long ago: it is still to be done
		case t.Changed < n.since:
		case mine && !made && !t.Done:
			x.Kind = NoticeTask
			n.add(x)
		case made && !mine && t.Done:
			x.Kind, x.By = NoticeDone, ""
			n.add(x)
		}
	}
	return err
}

func (n *noticer) changes(ctx context.Context, tx *sqldb.ReadTx) error {
	all, err := sqldb.All(ctx, tx, func(row sqldb.Scanner) (x Notice, err error) {
		x.Kind = NoticeChange
		return x, row.Scan(&x.Map, &x.By, &x.Count, &x.At)
	}, n.s.statements.Get("changesWatched"), n.by.User, n.ws, n.since, n.by.Actor)
	n.found = append(n.found, all...)
	return err
}

// finish names the maps, marks what is new, and puts the newest first.
func (n *noticer) finish(ctx context.Context, tx *sqldb.ReadTx) error {
	seen, _, err := sqldb.One(ctx, tx, sqldb.Into[event.Time], n.s.statements.Get("seen"), n.ws, n.by.User)
	if err != nil {
		return err
	}
	maps, err := sqldb.All(ctx, tx, scanMap, n.s.statements.Get("maps"), n.ws)
	if err != nil {
		return err
	}
	names := map[string]string{}
	for _, m := range maps {
		names[m.ID] = m.Name
	}
	for i := range n.found {
		x := &n.found[i]
		x.MapName, x.New = names[x.Map], x.At > seen
	}
	slices.SortStableFunc(n.found, func(a, b Notice) int { return cmp.Compare(b.At, a.At) })
	n.found = n.found[:min(len(n.found), maxNotices)]
	if n.found == nil {
		n.found = []Notice{}
	}
	return nil
}

// Seen says that a person has looked at what concerns them, up to a moment that is not to come.
func (s *Store) Seen(ctx context.Context, ws event.Workspace, by Author, until event.Time) error {
	if by.User == 0 {
		return nil
	}
	until = min(until, event.TimeOf(s.o.Now()))
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		_, err := tx.Exec(ctx, s.statements.Get("setSeen"), ws, by.User, until)
		return err
	})
}

// SeenUntil is up to when a person has looked at what concerns them; 0 before the first time.
func (s *Store) SeenUntil(ctx context.Context, ws event.Workspace, by Author) (until event.Time, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		until, _, err = sqldb.One(ctx, tx, sqldb.Into[event.Time], s.statements.Get("seen"), ws, by.User)
		return err
	})
	return until, err
}

// Watches tells whether a person is told of changes to a map. Faults: NotFound.
func (s *Store) Watches(ctx context.Context, ws event.Workspace, id string, by Author) (watching bool, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		if _, err := s.find(ctx, tx, ws, id); err != nil {
			return err
		}
		_, watching, err = sqldb.One(ctx, tx, sqldb.Into[event.Time], s.statements.Get("watch"), ws, id, by.User)
		return err
	})
	return watching, err
}

// Watch begins or ends telling a person of changes to a map. Who makes one watches it. Faults: NotFound.
func (s *Store) Watch(ctx context.Context, ws event.Workspace, id string, by Author, watching bool) error {
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if _, err := s.find(ctx, tx.Read(), ws, id); err != nil {
			return err
		}
		if watching {
			return s.watch(ctx, tx, ws, id, by)
		}
		_, err := tx.Exec(ctx, s.statements.Get("deleteWatch"), ws, id, by.User)
		return err
	})
}

func (s *Store) watch(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, id string, by Author) error {
	if by.User == 0 {
		return nil
	}
	_, err := tx.Exec(ctx, s.statements.Get("insertWatch"), ws, id, by.User, event.TimeOf(s.o.Now()))
	return err
}
