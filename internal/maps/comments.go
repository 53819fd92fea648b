package maps

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

const (
	maxComments = 2_000 // of a map
	maxMentions = 50
	maxTasks    = 5_000 // of a workspace
	maxTitle    = 500
)

// Comments are what people say about a map, the oldest first. Faults: NotFound.
func (s *Store) Comments(ctx context.Context, ws event.Workspace, id string) (all []Comment, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		if _, err := s.find(ctx, tx, ws, id); err != nil {
			return err
		}
		all, err = sqldb.All(ctx, tx, scanComment, s.statements.Get("comments"), ws, id)
		return err
	})
	return all, err
}

func scanComment(row sqldb.Scanner) (c Comment, err error) {
	var mentions string
	if err := row.Scan(&c.ID, &c.On, &c.Text, &mentions, &c.By, &c.User, &c.At, &c.Edited, &c.Resolved); err != nil {
		return c, err
	}
	return c, json.Unmarshal([]byte(mentions), &c.Mentions)
}

// Say adds a comment. Faults: NotFound, Invalid, TooLarge.
func (s *Store) Say(ctx context.Context, ws event.Workspace, id string, by Author, c Comment) (Comment, error) {
	c.By, c.User, c.At, c.Edited, c.Resolved = by.Name, by.User, event.TimeOf(s.o.Now()), 0, false
	err := s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		m, err := s.find(ctx, tx.Read(), ws, id)
		if err != nil {
			return err
		}
		if err := s.isOn(ctx, tx, ws, m, "on", c.On); err != nil {
			return err
		}
		count, _, err := sqldb.One(ctx, tx.Read(), sqldb.Into[int], s.statements.Get("countComments"), ws, id)
		if err != nil {
			return err
		}
		if count >= maxComments {
			return fault.New(fault.TooLarge, "A map has at most %d comments: delete those that are settled.", maxComments)
		}
		n, err := tx.Next(ctx, "map comment")
		if err != nil {
			return err
		}
		c.ID = fmt.Sprintf("c%d", n)
		tx.AfterCommit(func() { s.Feed.said(ws, id) })
		return s.putComment(ctx, tx, "insertComment", ws, id, &c)
	})
	return c, err
}

// isOn tells whether a thing is in a map, or was. Faults: Invalid.
func (s *Store) isOn(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, m Map, field, thing string) error {
	if thing == "" {
		return nil
	}
	d, err := s.doc(ctx, tx.Read(), ws, m, m.Revision)
	if err != nil {
		return err
	}
	for _, kind := range []Kind{KindCard, KindStep, KindStage, KindLane, KindEdge} {
		k := key{kind, thing}
		if _, live := d.live[k]; live {
			return nil
		}
		if _, gone := d.gone[k]; gone {
			return nil
		}
	}
	return fault.InvalidFields("This is on nothing of the map.", []fault.Field{{Name: field, Message: fmt.Sprintf("%q is not in the map", thing)}})
}

func (s *Store) putComment(ctx context.Context, tx *sqldb.WriteTx, statement string, ws event.Workspace, id string, c *Comment) error {
	var faults []fault.Field
	if message := badText(c.Text, maxText); message != "" || strings.TrimSpace(c.Text) == "" {
		faults = append(faults, fault.Field{Name: "text", Message: cmp.Or(message, "is missing")})
	}
	if c.Mentions = slices.Compact(slices.Sorted(slices.Values(c.Mentions))); len(c.Mentions) > maxMentions {
		faults = append(faults, fault.Field{Name: "mentions", Message: fmt.Sprintf("are more than %d", maxMentions)})
	}
	if len(faults) > 0 {
		return fault.InvalidFields("This comment cannot be kept.", faults)
	}
	if c.Mentions == nil {
		c.Mentions = []int64{}
	}
	mentions, err := json.Marshal(c.Mentions)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, s.statements.Get(statement), c.On, c.Text, mentions, c.By, c.User, c.At, c.Edited, c.Resolved, ws, id, c.ID)
	return err
}

func (s *Store) comment(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, id, comment string) (Comment, error) {
	c, ok, err := sqldb.One(ctx, tx, scanComment, s.statements.Get("comment"), ws, id, comment)
	if err == nil && !ok {
		err = fault.New(fault.NotFound, "This map has no comment %q.", comment)
	}
	return c, err
}

// CommentPatch changes a comment; what is nil stays.
type CommentPatch struct {
	Text     *string
	Mentions *[]int64
	Resolved *bool
}

// Edit changes a comment: its text only by its author. Faults: NotFound, Invalid, Forbidden.
func (s *Store) Edit(ctx context.Context, ws event.Workspace, id, comment string, by Author, patch CommentPatch) (c Comment, err error) {
	err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if c, err = s.comment(ctx, tx.Read(), ws, id, comment); err != nil {
			return err
		}
		if patch.Text != nil || patch.Mentions != nil {
			if !c.own(by) {
				return fault.New(fault.Forbidden, "Only %s may change this comment: say something of your own instead.", c.By)
			}
			if patch.Text != nil {
				c.Text, c.Edited = *patch.Text, event.TimeOf(s.o.Now())
			}
			if patch.Mentions != nil {
				c.Mentions = *patch.Mentions
			}
		}
		if patch.Resolved != nil {
			c.Resolved = *patch.Resolved
		}
		tx.AfterCommit(func() { s.Feed.said(ws, id) })
		return s.putComment(ctx, tx, "updateComment", ws, id, &c)
	})
	return c, err
}

func (c Comment) own(by Author) bool {
	if c.User == 0 { // a program's, which is known by its name alone
		return by.User == 0 && c.By == by.Name
	}
	return c.User == by.User
}

// Unsay deletes a comment: one's own, or who moderates any one. Steps join the same transaction. Faults: NotFound, Forbidden.
func (s *Store) Unsay(ctx context.Context, ws event.Workspace, id, comment string, by Author, moderates bool, also ...sqldb.Step) error {
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		c, err := s.comment(ctx, tx.Read(), ws, id, comment)
		if err != nil {
			return err
		}
		if !moderates && !c.own(by) {
			return fault.New(fault.Forbidden, "Only %s, or somebody who may change maps, may delete this comment.", c.By)
		}
		if _, err := tx.Exec(ctx, s.statements.Get("deleteComment"), ws, id, comment); err != nil {
			return err
		}
		tx.AfterCommit(func() { s.Feed.said(ws, id) })
		return tx.Run(ctx, also...)
	})
}

// Tasks are those of a workspace, or of one map: what is not done first, then what is due first.
func (s *Store) Tasks(ctx context.Context, ws event.Workspace, id string, open bool) (all []Task, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		if id == "" {
			all, err = sqldb.All(ctx, tx, scanTask, s.statements.Get("tasks"), ws)
		} else {
			all, err = sqldb.All(ctx, tx, scanTask, s.statements.Get("tasksOfMap"), ws, id)
		}
		return err
	})
	all = slices.DeleteFunc(all, func(t Task) bool { return open && t.Done })
	const never = "9999-99-99"
	slices.SortStableFunc(all, func(a, b Task) int {
		if a.Done != b.Done {
			if a.Done {
				return 1
			}
			return -1
		}
		return cmp.Compare(cmp.Or(a.Due, never), cmp.Or(b.Due, never))
	})
	return all, err
}

func scanTask(row sqldb.Scanner) (t Task, err error) {
	return t, row.Scan(&t.ID, &t.Map, &t.Card, &t.Title, &t.Owner, &t.Due, &t.Done, &t.By, &t.Created, &t.Changed)
}

// Assign makes a task. Steps join the same transaction. Faults: NotFound (the map), Invalid, TooLarge.
func (s *Store) Assign(ctx context.Context, ws event.Workspace, by Author, t Task, also ...sqldb.Step) (Task, error) {
	t.By, t.Created, t.Done = by.Name, event.TimeOf(s.o.Now()), false
	err := s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		m, err := s.find(ctx, tx.Read(), ws, t.Map)
		if err != nil {
			return err
		}
		if err := s.isOn(ctx, tx, ws, m, "card", t.Card); err != nil {
			return err
		}
		count, _, err := sqldb.One(ctx, tx.Read(), sqldb.Into[int], s.statements.Get("countTasks"), ws)
		if err != nil {
			return err
		}
		if count >= maxTasks {
			return fault.New(fault.TooLarge, "A workspace has at most %d tasks: delete those that are done.", maxTasks)
		}
		n, err := tx.Next(ctx, "task")
		if err != nil {
			return err
		}
		t.ID = fmt.Sprintf("t%d", n)
		tx.AfterCommit(func() { s.Feed.said(ws, t.Map) })
		if err := s.putTask(ctx, tx, "insertTask", ws, &t); err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
	return t, err
}

func (s *Store) putTask(ctx context.Context, tx *sqldb.WriteTx, statement string, ws event.Workspace, t *Task) error {
	t.Title, t.Changed = strings.TrimSpace(t.Title), event.TimeOf(s.o.Now())
	var faults []fault.Field
	if message := badText(t.Title, maxTitle); message != "" || t.Title == "" {
		faults = append(faults, fault.Field{Name: "title", Message: cmp.Or(message, "is missing")})
	}
	if _, err := time.Parse(time.DateOnly, t.Due); t.Due != "" && err != nil {
		faults = append(faults, fault.Field{Name: "due", Message: "must be a day such as 2026-03-31"})
	}
	if len(faults) > 0 {
		return fault.InvalidFields("This task cannot be kept.", faults)
	}
	_, err := tx.Exec(ctx, s.statements.Get(statement), t.Map, t.Card, t.Title, t.Owner, t.Due, t.Done, t.By, t.Created, t.Changed, ws, t.ID)
	return err
}

// TaskPatch changes a task; what is nil stays.
type TaskPatch struct {
	Title *string
	Owner *int64
	Due   *string
	Done  *bool
}

func (s *Store) task(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, id string) (Task, error) {
	t, ok, err := sqldb.One(ctx, tx, scanTask, s.statements.Get("task"), ws, id)
	if err == nil && !ok {
		err = fault.New(fault.NotFound, "This workspace has no task %q.", id)
	}
	return t, err
}

// ChangeTask changes a task. Steps join the same transaction. Faults: NotFound, Invalid.
func (s *Store) ChangeTask(ctx context.Context, ws event.Workspace, id string, patch TaskPatch, also ...sqldb.Step) (t Task, err error) {
	err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if t, err = s.task(ctx, tx.Read(), ws, id); err != nil {
			return err
		}
		set(&t.Title, patch.Title)
		set(&t.Owner, patch.Owner)
		set(&t.Due, patch.Due)
		set(&t.Done, patch.Done)
		tx.AfterCommit(func() { s.Feed.said(ws, t.Map) })
		if err := s.putTask(ctx, tx, "updateTask", ws, &t); err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
	return t, err
}

func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

// DeleteTask takes a task away. Steps join the same transaction. Faults: NotFound.
func (s *Store) DeleteTask(ctx context.Context, ws event.Workspace, id string, also ...sqldb.Step) error {
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		t, err := s.task(ctx, tx.Read(), ws, id)
		if err != nil {
			return err
		}
		tx.AfterCommit(func() { s.Feed.said(ws, t.Map) })
		if _, err := tx.Exec(ctx, s.statements.Get("deleteTask"), ws, id); err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
}
