package maps

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

const (
	fileFormat  = "jejak-map"
	fileVersion = 1
)

// Revisions are a page of a map's history, the newest first, those before a revision; 0 begins at the last one. Faults: NotFound.
func (s *Store) Revisions(ctx context.Context, ws event.Workspace, id string, before int64, limit int) (all []Revision, err error) {
	if before <= 0 {
		before = math.MaxInt64
	}
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		if _, err := s.find(ctx, tx, ws, id); err != nil {
			return err
		}
		all, err = sqldb.All(ctx, tx, func(row sqldb.Scanner) (r Revision, err error) {
			var v Version
			err = row.Scan(&r.Revision, &r.By, &r.At, &r.Note, &r.Ops, &v.Name, &v.Because, &v.By, &v.At)
			if v.Name != "" {
				v.Revision = r.Revision
				r.Version = &v
			}
			return r, err
		}, s.statements.Get("revisions"), ws, id, before, limit)
		return err
	})
	return all, err
}

// Versions are the revisions with a name, the newest first. Faults: NotFound.
func (s *Store) Versions(ctx context.Context, ws event.Workspace, id string) (all []Version, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		if _, err := s.find(ctx, tx, ws, id); err != nil {
			return err
		}
		all, err = sqldb.All(ctx, tx, func(row sqldb.Scanner) (v Version, err error) {
			return v, row.Scan(&v.Revision, &v.Name, &v.Because, &v.By, &v.At)
		}, s.statements.Get("versions"), ws, id)
		return err
	})
	return all, err
}

func (s *Store) version(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, id string, revision int64) (*Version, *Rules, error) {
	var v Version
	var rules Rules
	_, ok, err := sqldb.One(ctx, tx, func(row sqldb.Scanner) (none struct{}, err error) {
		var raw string
		if err := row.Scan(&v.Revision, &v.Name, &v.Because, &v.By, &v.At, &raw); err != nil {
			return none, err
		}
		return none, json.Unmarshal([]byte(raw), &rules)
	}, s.statements.Get("version"), ws, id, revision)
	if err != nil || !ok {
		return nil, nil, err
	}
	return &v, &rules, nil
}

// Name gives a revision a name, 0 being the last one, and keeps what its evidence means now. Steps join the same transaction.
// Faults: NotFound, Invalid, Conflict (it has a name).
func (s *Store) Name(ctx context.Context, ws event.Workspace, id string, by Author, v Version, also ...sqldb.Step) (Version, error) {
	v.Name = strings.TrimSpace(v.Name)
	var faults []fault.Field
	if message := badText(v.Name, maxName); message != "" || v.Name == "" {
		faults = append(faults, fault.Field{Name: "name", Message: cmp.Or(message, "is missing")})
	}
	if message := badText(v.Because, 5000); message != "" {
		faults = append(faults, fault.Field{Name: "because", Message: message})
	}
	if len(faults) > 0 {
		return v, fault.InvalidFields("This version cannot be kept.", faults)
	}
	rules, err := s.ruled(ctx, ws)
	if err != nil {
		return v, err
	}
	v.By, v.At = by.Name, event.TimeOf(s.o.Now())
	err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		m, err := s.find(ctx, tx.Read(), ws, id)
		if err != nil {
			return err
		}
		v.Revision = cmp.Or(v.Revision, m.Revision)
		doc, err := s.doc(ctx, tx.Read(), ws, m, v.Revision)
		if err != nil {
			return err
		}
		old, _, err := s.version(ctx, tx.Read(), ws, id, v.Revision)
		if err != nil {
			return err
		}
		if old != nil {
			return fault.New(fault.Conflict, "Revision %d has a name already: %s.", v.Revision, old.Name)
		}
		if err := s.snap(ctx, tx, ws, id, at{v.Revision, doc}); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, s.statements.Get("insertVersion"), ws, id, v.Revision, v.Name, v.Because, v.By, v.At, rules.raw); err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
	return v, err
}

// Compare tells how one revision differs from another, 0 being the last one. Faults: NotFound.
func (s *Store) Compare(ctx context.Context, ws event.Workspace, id string, from, to int64) (all []Difference, last int64, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		m, err := s.find(ctx, tx, ws, id)
		if err != nil {
			return err
		}
		last = cmp.Or(to, m.Revision)
		a, err := s.doc(ctx, tx, ws, m, from)
		if err != nil {
			return err
		}
		b, err := s.doc(ctx, tx, ws, m, last)
		if err != nil {
			return err
		}
		all = differences(a, b)
		return nil
	})
	return all, last, err
}

// differences are in the order of kinds, then of ids.
func differences(a, b *doc) []Difference {
	all := []Difference{}
	keys := slices.AppendSeq(slices.Collect(maps.Keys(a.live)), maps.Keys(b.live))
	slices.SortFunc(keys, compareKeys)
	for _, k := range slices.Compact(keys) {
		x, before := a.live[k]
		y, behind := b.live[k]
		d := Difference{Kind: k.Kind, ID: k.ID, What: "changed", Fields: shifts(x, y)}
		switch {
		case !before:
			d.What = "added"
		case !behind:
			d.What = "removed"
		case len(d.Fields) == 0:
			continue
		}
		all = append(all, d)
	}
	return all
}

func shifts(x, y Fields) []FieldShift {
	all := []FieldShift{}
	names := slices.AppendSeq(slices.Collect(maps.Keys(x)), maps.Keys(y))
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		if !bytes.Equal(x[name], y[name]) {
			all = append(all, FieldShift{Name: name, From: x[name], To: y[name]})
		}
	}
	return all
}

// inState is a map as it is, but that it shows a state: what brings content back leaves that alone.
func (d *doc) inState(state State) (*doc, error) {
	raw, err := json.Marshal(state)
	if err != nil {
		return nil, err
	}
	out := d.clone()
	out.play(Op{Do: Put, Kind: KindMap, Fields: Fields{"state": raw}})
	return out, nil
}

// Restore makes the content of a map as it was at a revision, by a new change: nothing is erased. Faults: NotFound.
func (s *Store) Restore(ctx context.Context, ws event.Workspace, id string, by Author, revision int64, note string, also ...sqldb.Step) (Entry, error) {
	c := Change{ID: fmt.Sprintf("restored-%d", revision), Note: note}
	return s.replace(ctx, ws, id, by, c, func(tx *sqldb.WriteTx, m Map, _ *doc) (*doc, error) {
		d, err := s.doc(ctx, tx.Read(), ws, m, revision)
		if err != nil {
			return nil, err
		}
		return d.inState(m.State)
	}, also...)
}

// Import puts the sheet of a file in the place of a map's, by a new change. Faults: NotFound, Invalid, TooLarge.
func (s *Store) Import(ctx context.Context, ws event.Workspace, id string, by Author, file File, also ...sqldb.Step) (Entry, error) {
	if file.Format != fileFormat || file.Version != fileVersion {
		return Entry{}, fault.New(fault.Invalid, "This is no file of a map that this version of Jejak reads: its format must be %s, version %d.", fileFormat, fileVersion)
	}
	pictures, err := s.pictures(by, file)
	if err != nil {
		return Entry{}, err
	}
	return s.replace(ctx, ws, id, by, Change{ID: "imported", Note: "import"}, func(tx *sqldb.WriteTx, m Map, _ *doc) (*doc, error) {
		if err := s.takeImages(ctx, tx, ws, id, file, pictures); err != nil {
			return nil, err
		}
		h := head{Name: cmp.Or(strings.TrimSpace(file.Name), m.Name), Description: file.Description, Owner: m.Owner, Personas: file.Personas, State: m.State}
		ops, err := puts(h, file.Sheet)
		if err != nil {
			return nil, err
		}
		target, _, _, err := apply(newDoc(), ops, nil, moment{by.Name, event.TimeOf(s.o.Now())})
		return target, inFile(err, ops)
	}, also...)
}

// inFile tells faults by what they are of: a file has no operations.
func inFile(err error, ops []Op) error {
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.Invalid {
		return err
	}
	fields := slices.Clone(f.Fields)
	for i, field := range fields {
		var n int
		if _, err := fmt.Sscanf(field.Name, "ops[%d]", &n); err == nil && n < len(ops) {
			_, rest, _ := strings.Cut(field.Name, "].")
			fields[i].Name = fmt.Sprintf("%s %s %s", ops[n].Kind, ops[n].ID, strings.TrimPrefix(rest, "fields."))
		}
	}
	return fault.InvalidFields("This file cannot be taken in.", fields)
}

// replace makes a map like another one by a new change. The id of the change is told apart by its revision.
func (s *Store) replace(
	ctx context.Context, ws event.Workspace, id string, by Author, c Change,
	target func(tx *sqldb.WriteTx, m Map, now *doc) (*doc, error), also ...sqldb.Step,
) (e Entry, err error) {
	if c.rules, err = s.ruled(ctx, ws); err != nil {
		return e, err
	}
	err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		m, err := s.find(ctx, tx.Read(), ws, id)
		if err != nil {
			return err
		}
		now, err := s.doc(ctx, tx.Read(), ws, m, m.Revision)
		if err != nil {
			return err
		}
		like, err := target(tx, m, now)
		if err != nil {
			return err
		}
		ops, after := now.towards(like), now.clone()
		for _, op := range ops {
			after.play(op)
		}
		c.ID = fmt.Sprintf("%s-%d", c.ID, m.Revision+1)
		if m, err = s.commit(ctx, tx, ws, m, by, c, after, ops, nil); err != nil {
			return err
		}
		e = Entry{Revision: m.Revision, ID: c.ID, By: by.Name, At: m.Changed, Note: c.Note, Ops: ops, Kept: []string{}}
		return tx.Run(ctx, also...)
	})
	return e, err
}

// Copy makes the map of the other state beside a map, and pairs them. Faults: NotFound, Invalid, TooLarge, Conflict (it has a pair).
func (s *Store) Copy(ctx context.Context, ws event.Workspace, id string, by Author, state State, name string, also ...sqldb.Step) (v View, err error) {
	rules, err := s.ruled(ctx, ws)
	if err != nil {
		return v, err
	}
	var made Map
	err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		m, err := s.find(ctx, tx.Read(), ws, id)
		if err != nil {
			return err
		}
		switch {
		case m.Pair != "":
			return fault.New(fault.Conflict, "This map is paired with %s already: open that one, or delete it first.", m.Pair)
		case m.State == state:
			return fault.InvalidFields("This map cannot be copied.", []fault.Field{{Name: "state", Message: "must be the other one: a pair shows how it is and how it should be"}})
		}
		d, err := s.doc(ctx, tx.Read(), ws, m, m.Revision)
		if err != nil {
			return err
		}
		other, err := d.inState(state)
		if err != nil {
			return err
		}
		ops := newDoc().towards(other)
		if name = strings.TrimSpace(name); name != "" {
			raw, err := json.Marshal(name)
			if err != nil {
				return err
			}
			ops = append(ops, Op{Do: Put, Kind: KindMap, Fields: Fields{"name": raw}})
		}
		if made, err = s.insert(ctx, tx, ws, by, Map{State: state, Pair: m.ID}, ops, rules); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, s.statements.Get("setPair"), made.ID, ws, m.ID); err != nil {
			return err
		}
		if err := s.copyImages(ctx, tx, ws, m.ID, made.ID); err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
	if err != nil {
		return v, err
	}
	return s.Get(ctx, ws, made.ID, 0)
}

// Export is a map at a revision as a file with the images of its cards, 0 being the last one. Faults: NotFound.
func (s *Store) Export(ctx context.Context, ws event.Workspace, id string, revision int64) (File, error) {
	v, err := s.Get(ctx, ws, id, revision)
	if err != nil {
		return File{}, err
	}
	file := File{
		Format: fileFormat, Version: fileVersion, Name: v.Map.Name, Description: v.Map.Description, State: v.Map.State,
		Personas: v.Map.Personas, Owner: v.Map.Owner, Sheet: v.Sheet,
	}
	file.Images, err = s.fileImages(ctx, ws, id, v.Sheet)
	return file, err
}
