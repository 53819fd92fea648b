package segment

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"jejak/internal/event"
	"jejak/internal/follow"
)

// stateFormat is the layout of the files in which a Live outlasts a restart: one for each workspace, and the cursor, which is
// written after them. Another format, or a file that cannot be read, is as good as none: everything is derived.
const stateFormat = 1

const cursorFile = "cursor.json"

type savedCursor struct {
	Format int    `json:"format"`
	Seq    uint64 `json:"seq"`
}

type savedSpace struct {
	Format   int        `json:"format"`
	People   []byte     `json:"people"` // 16 bytes each
	Segments []savedSet `json:"segments"`
}

type savedSet struct {
	ID         string `json:"id"`
	Key        string `json:"key"`
	In         []byte `json:"in"` // a roaring bitmap of places in people
	AsOf       uint64 `json:"asOf"`
	LookedBack bool   `json:"lookedBack"`
	Count      uint64 `json:"count"`
	Changes    []byte `json:"changes"` // of each: number, milliseconds, person, 1 for entered
	Hours      []Size `json:"hours"`
	Days       []Size `json:"days"`
}

// cursorFeed keeps the follower's place with the sets that it belongs to.
type cursorFeed struct {
	follow.Feed
	live *Live
}

// Cursor is the place that the sets are of. Without any, following begins at the end: a new set looks at everybody.
func (f cursorFeed) Cursor(string) (uint64, error) {
	f.live.mu.Lock()
	defer f.live.mu.Unlock()
	if f.live.handled.Seq() == 0 || len(f.live.spaces) == 0 {
		f.live.handled.Set(f.LastSeq())
	}
	return min(f.live.handled.Seq(), f.LastSeq()), nil
}

// SetCursor saves the sets with the place.
func (f cursorFeed) SetCursor(_ string, seq uint64) error { return f.live.save(seq) }

// save writes everything. The sets may know more than the cursor says, never less.
func (l *Live) save(seq uint64) error {
	if l.o.Dir == "" {
		return nil
	}
	l.saving.Lock()
	defer l.saving.Unlock()
	l.mu.Lock()
	files := map[string]any{}
	for ws, sp := range l.spaces {
		files[strconv.FormatUint(uint64(ws), 10)+".json"] = sp.saved()
	}
	l.dirty, l.saved = false, l.o.Now()
	l.mu.Unlock()
	if err := os.MkdirAll(l.o.Dir, 0o700); err != nil {
		return err
	}
	for name, v := range files {
		if err := writeJSON(filepath.Join(l.o.Dir, name), v); err != nil {
			return err
		}
	}
	return writeJSON(filepath.Join(l.o.Dir, cursorFile), savedCursor{stateFormat, seq})
}

func writeJSON(path string, v any) (err error) {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	tmp := path + ".tmp"
	if err := os.WriteFile(tmp, text, 0o600); err != nil {
		return err
	}
	return os.Rename(tmp, path)
}

// saved is what is kept of a workspace. It shares nothing that changes.
func (sp *space) saved() savedSpace {
	out := savedSpace{Format: stateFormat}
	for _, p := range sp.people {
		out.People = append(out.People, p[:]...)
	}
	for id, s := range sp.sets {
		in, err := s.in.ToBytes()
		if err != nil {
			continue // it is written to memory; without it the set begins anew
		}
		one := savedSet{ID: id, Key: s.key, In: in, AsOf: s.asOf, LookedBack: s.lookedBack && sp.late == 0, Count: s.count}
		one.Hours, one.Days = append(one.Hours, s.hours...), append(one.Days, s.days...)
		for _, c := range s.changes {
			one.Changes = binary.BigEndian.AppendUint64(one.Changes, c.Number)
			one.Changes = binary.BigEndian.AppendUint64(one.Changes, uint64(c.At))
			one.Changes = append(one.Changes, c.Person[:]...)
			entered := byte(0)
			if c.Entered {
				entered = 1
			}
			one.Changes = append(one.Changes, entered)
		}
		out.Segments = append(out.Segments, one)
	}
	return out
}

// load reads what is there. What does not read back is left out, and looked at anew.
func (l *Live) load() {
	if l.o.Dir == "" {
		return
	}
	var cursor savedCursor
	if !l.readJSON(cursorFile, &cursor) || cursor.Format != stateFormat {
		return
	}
	entries, err := os.ReadDir(l.o.Dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		ws, err := strconv.ParseUint(strings.TrimSuffix(e.Name(), ".json"), 10, 32)
		if err != nil {
			continue
		}
		var file savedSpace
		if !l.readJSON(e.Name(), &file) || file.Format != stateFormat {
			continue
		}
		sp, err := file.space()
		if err != nil {
			l.o.Logger.Warn("segments: a file cannot be read; everybody is looked at anew", "file", e.Name(), "error", err)
			continue
		}
		l.spaces[event.Workspace(ws)] = sp
	}
	l.handled.Set(cursor.Seq)
}

func (l *Live) readJSON(name string, into any) bool {
	text, err := os.ReadFile(filepath.Join(l.o.Dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return false
	}
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		l.o.Logger.Warn("segments: a file cannot be read; everybody is looked at anew", "file", name, "error", err)
	}
	return err == nil
}

// space makes sets of a file. Only those in a segment keep a number.
func (f savedSpace) space() (*space, error) {
	sp := newSpace()
	n := uint32(len(f.People) / 16)
	for _, one := range f.Segments {
		old := roaring.New()
		if err := old.UnmarshalBinary(one.In); err != nil {
			return nil, fmt.Errorf("set of %s: %w", one.ID, err)
		}
		s := &set{key: one.Key, in: roaring.New(), asOf: one.AsOf, lookedBack: one.LookedBack, count: one.Count, hours: one.Hours, days: one.Days}
		for it := old.Iterator(); it.HasNext(); {
			i := it.Next()
			if i >= n {
				return nil, fmt.Errorf("set of %s: there is no person %d", one.ID, i)
			}
			s.in.Add(sp.number(event.Person(f.People[16*i : 16*i+16])))
		}
		const size = 8 + 8 + 16 + 1
		for c := one.Changes; len(c) >= size; c = c[size:] {
			s.changes = append(s.changes, Change{
				Number: binary.BigEndian.Uint64(c), At: event.Time(binary.BigEndian.Uint64(c[8:])), Person: event.Person(c[16:32]), Entered: c[32] == 1,
			})
		}
		sp.sets[one.ID] = s
	}
	return sp, nil
}
