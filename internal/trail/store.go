package trail

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
)

// manifestVersion is the format of the whole folder. Any change of the manifest, or of what the parts mean together, bumps it;
// another version is refused by newer and older builds alike, as the folder can be rebuilt.
const manifestVersion = 1

const manifestName = "MANIFEST"

// manifest says which files belong together, as of which change. It is replaced as a whole.
type manifest struct {
	Version int                                `json:"version"`
	Cursor  uint64                             `json:"cursor"`
	Shards  int                                `json:"shards"`
	NextNo  uint64                             `json:"nextFile"`
	Spaces  map[event.Workspace]*spaceManifest `json:"workspaces"`
}

type spaceManifest struct {
	Props   map[string][]string       `json:"properties"`
	Skipped map[string]map[string]int `json:"skipped,omitempty"`
	Shards  []shardManifest           `json:"shards"`
}

type shardManifest struct {
	Parts []string `json:"parts,omitempty"`
	Tombs []tomb   `json:"tombs,omitempty"`
}

// sealed is a manifest with its own checksum around it.
type sealedManifest struct {
	CRC  uint32          `json:"crc32c"`
	Body json.RawMessage `json:"manifest"`
}

// damage is a part that does not read back.
type damage struct {
	ws    event.Workspace
	shard int
	err   error
}

// load opens what the manifest names. A damaged part is set aside and its shard is rebuilt from the source; a damaged manifest means
// that everything is.
func (t *Trail) load() error {
	if t.dir == "" {
		return fault.New(fault.Invalid, "The journey index needs a folder.")
	}
	if err := os.MkdirAll(t.dir, 0o700); err != nil {
		return err
	}
	m, err := readManifest(filepath.Join(t.dir, manifestName))
	switch {
	case missing(err):
		return t.sweep(nil)
	case fault.Is(err, fault.Corrupt):
		t.report(damage{err: err})
		if err := os.Rename(filepath.Join(t.dir, manifestName), filepath.Join(t.dir, manifestName+".damaged")); err != nil {
			return err
		}
		return t.sweep(nil)
	case err != nil:
		return err
	}
	t.o.Shards = m.Shards
	t.applied = m.Cursor
	t.last = m
	t.cursor.Store(m.Cursor)
	t.fileNo.Store(m.NextNo)
	keep := map[string]bool{}
	var list []loading
	for ws, sm := range m.Spaces {
		s := t.space(ws)
		for kind, paths := range sm.Props {
			known := s.indexedOf(kind)
			for _, p := range paths {
				known.paths[p] = true
			}
		}
		for kind, paths := range sm.Skipped {
			s.skipped[kind] = paths
		}
		for i, sh := range sm.Shards {
			s.shards[i].tombs = sh.Tombs
			for _, name := range sh.Parts {
				keep[name] = true
				list = append(list, loading{ws: ws, shard: i, name: name})
			}
		}
	}
	t.readAll(list)
	for _, l := range list {
		if l.err != nil {
			t.damage(l.ws, l.shard, l.name, l.err)
			continue
		}
		sh := t.space(l.ws).shards[l.shard]
		sh.parts = append(sh.parts, l.p)
	}
	return t.sweep(keep)
}

func (t *Trail) report(d damage) {
	t.o.Logger.Error("a part of the journey index is damaged and is being rebuilt", "error", d.err)
	t.o.OnEvent(Event{Kind: "damage", Err: d.err})
}

// damage sets a part's file aside and has the follower rebuild the shard.
func (t *Trail) damage(ws event.Workspace, shard int, name string, err error) {
	d := damage{ws, shard, err}
	path := filepath.Join(t.dir, name)
	if e := os.Rename(path, path+".damaged"); e != nil && !missing(e) {
		d.err = errors.Join(err, e)
	}
	t.damaged = append(t.damaged, d)
	t.report(d)
}

// sweep removes files that the manifest does not name: a crash left them.
func (t *Trail) sweep(keep map[string]bool) error {
	list, err := os.ReadDir(t.dir)
	if err != nil {
		return err
	}
	for _, e := range list {
		if n := e.Name(); (strings.HasSuffix(n, ".part") && !keep[n]) || strings.HasSuffix(n, ".tmp") {
			if err := os.Remove(filepath.Join(t.dir, n)); err != nil {
				return err
			}
		}
	}
	return nil
}

func readManifest(path string) (*manifest, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var s sealedManifest
	if err := json.Unmarshal(b, &s); err != nil {
		return nil, fault.CorruptAt(path, 0, err)
	}
	if crc32.Checksum(s.Body, castagnoli) != s.CRC {
		return nil, fault.CorruptAt(path, 0, errors.New("checksum is wrong"))
	}
	m := &manifest{}
	if err := json.Unmarshal(s.Body, m); err != nil {
		return nil, fault.CorruptAt(path, 0, err)
	}
	if m.Version != manifestVersion || m.Shards < 1 {
		return nil, fault.New(fault.Invalid, "The journey index in %s has format %d and this build reads %d. Run 'jejak rebuild'.",
			filepath.Dir(path), m.Version, manifestVersion)
	}
	return m, nil
}

func (t *Trail) writeManifest(m *manifest) error {
	body, err := json.Marshal(m)
	if err != nil {
		return err
	}
	b, err := json.Marshal(sealedManifest{crc32.Checksum(body, castagnoli), body})
	if err != nil {
		return err
	}
	return writeFileAtomic(filepath.Join(t.dir, manifestName), b)
}

// flusher writes what is in memory when it has grown large, and tidies up when little happens.
func (t *Trail) flusher(ctx context.Context) {
	quiet := time.NewTicker(t.o.quiet)
	defer quiet.Stop()
	seen := t.Applied()
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case <-t.flush:
			err = t.flushAll(ctx, merging)
		case <-quiet.C:
			now := t.Applied()
			if now-seen < quietChanges {
				_, err = t.tidy(ctx)
			}
			seen = now
		}
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			t.o.Logger.Error("the journey index could not be written; it stays as it was", "error", err)
			t.o.OnEvent(Event{Kind: "flush", Err: err})
			select { // a full disk does not get emptier by trying at once
			case <-ctx.Done():
			case <-time.After(t.o.retry):
			}
		}
	}
}

// quietChanges is how few changes between two looks are little.
const quietChanges = 1000

// Flush writes what is in memory.
func (t *Trail) Flush() error { return t.flushAll(context.Background(), merging) }

// What a flush does with the files that are there.
const (
	merging = true
	alone   = false // it writes what is in memory beside them, which takes no longer the more of them there are
)

// flushing is one shard of a flush.
type flushing struct {
	ws      event.Workspace
	no      int
	sh      *shard
	from    int     // the first of its parts that is merged
	old     []*part // parts[from:frozen]
	view    *view
	file    string
	written *part
}

// flushAll writes the parts in memory to files, one for each shard, merged with the shard's newest files where there are several that
// are not much larger: so a row is written again only as often as the index grows fourfold. Then it commits them with a manifest.
func (t *Trail) flushAll(ctx context.Context, merge bool) error {
	t.flushMu.Lock()
	defer t.flushMu.Unlock()
	m, jobs := t.freeze(merge)
	if m.Cursor == t.cursor.Load() && len(jobs) == 0 {
		return nil
	}
	return t.replace(ctx, "flush", m, jobs)
}

// replace writes what jobs froze to files, and commits them with a manifest. Once ctx has ended it stops before the next file, and all
// stays as it was.
func (t *Trail) replace(ctx context.Context, kind string, m *manifest, jobs []flushing) error {
	defer t.thaw(jobs)
	begin, rows := time.Now(), 0
	for i := range jobs {
		if ctx.Err() != nil {
			return errors.Join(ctx.Err(), t.discard(jobs))
		}
		n, err := t.write(&jobs[i], m.Cursor)
		if err != nil {
			return errors.Join(err, t.discard(jobs))
		}
		rows += n
	}
	if err := syncDir(t.dir); err != nil {
		return errors.Join(err, t.discard(jobs))
	}
	m.NextNo = t.fileNo.Load()
	for _, j := range jobs {
		list := &m.Spaces[j.ws].Shards[j.no]
		list.Parts = slices.Clone(list.Parts[:min(j.from, len(list.Parts))]) // the manifest before keeps its own
		if j.file != "" {
			list.Parts = append(list.Parts, j.file)
		}
	}
	if err := t.writeManifest(m); err != nil {
		return errors.Join(err, t.discard(jobs))
	}
	t.last = m
	t.cursor.Store(m.Cursor)
	t.install(jobs)
	t.o.OnEvent(Event{Kind: kind, Rows: rows, Took: time.Since(begin)})
	return nil
}

// write merges the parts of a job and writes them to a file, unless no row of them lives.
func (t *Trail) write(j *flushing, asOf uint64) (rows int, err error) {
	merged := j.old[0]
	if len(j.old) > 1 || len(j.view.mixed) > 0 {
		merged = mergeView(j.view, asOf)
	}
	runtime.KeepAlive(j.view)
	if merged.dir.Rows == 0 {
		return 0, nil
	}
	j.file = fmt.Sprintf("w%d-s%03d-%08d.part", j.ws, j.no, t.fileNo.Add(1))
	path := filepath.Join(t.dir, j.file)
	if err := writePart(path, merged); err != nil {
		return 0, fmt.Errorf("write %s: %w", path, err)
	}
	j.written, err = readPart(path)
	return merged.dir.Rows, err
}

// scatteredShare is the share of a shard's persons, as one in so many, who may be put together from several files at each question:
// it takes several times as long as reading them from one.
const scatteredShare = 32

// Tidy merges the files of the shard whose persons are scattered most, and reports whether there was one. It changes no answer.
func (t *Trail) Tidy() (done bool, err error) { return t.tidy(context.Background()) }

func (t *Trail) tidy(ctx context.Context) (done bool, err error) {
	t.flushMu.Lock()
	defer t.flushMu.Unlock()
	j := t.scattered()
	if j == nil {
		return false, nil
	}
	m := *t.last
	m.Spaces = maps.Clone(m.Spaces)
	space := *m.Spaces[j.ws]
	space.Shards = slices.Clone(space.Shards)
	m.Spaces[j.ws] = &space
	return true, t.replace(ctx, "tidy", &m, []flushing{*j})
}

// scattered freezes the files of a shard.
func (t *Trail) scattered() *flushing {
	t.mu.Lock()
	defer t.mu.Unlock()
	files := t.fileNo.Load()
	if t.last == nil || len(t.damaged) > 0 || t.tidied == files {
		return nil
	}
	var worst *flushing
	most := 0
	for ws, s := range t.spaces {
		if t.last.Spaces[ws] == nil {
			continue
		}
		for i, sh := range s.shards {
			n, persons := 0, 0
			for n < len(sh.parts) && sh.parts[n].file != "" {
				persons = max(persons, len(sh.parts[n].persons))
				n++
			}
			if n < 2 {
				continue
			}
			old := slices.Clone(sh.parts[:n])
			v := newView(old, sh.tombs)
			if n := len(v.mixed); n*scatteredShare >= persons && n >= most {
				most, worst = n, &flushing{ws: ws, no: i, sh: sh, old: old, view: v}
			}
		}
	}
	if worst == nil {
		t.tidied = files
		return nil
	}
	worst.sh.frozen = len(worst.old)
	return worst
}

// freeze seals what is pending, and takes the state that the flush will commit.
func (t *Trail) freeze(merge bool) (*manifest, []flushing) {
	t.mu.Lock()
	defer t.mu.Unlock()
	m := &manifest{Version: manifestVersion, Cursor: t.applied, Shards: t.o.Shards, Spaces: map[event.Workspace]*spaceManifest{}}
	var jobs []flushing
	for ws, s := range t.spaces {
		sm := &spaceManifest{Props: map[string][]string{}, Skipped: map[string]map[string]int{}}
		m.Spaces[ws] = sm
		for kind, known := range s.indexed {
			for p := range known.paths {
				sm.Props[kind] = append(sm.Props[kind], p)
			}
			slices.Sort(sm.Props[kind])
		}
		for kind, paths := range s.skipped {
			sm.Skipped[kind] = map[string]int{}
			for p, n := range paths {
				sm.Skipped[kind][p] = n
			}
		}
		for i, sh := range s.shards {
			t.seal(sh)
			list := shardManifest{Tombs: slices.Clone(sh.tombs)}
			files, rows := 0, 0
			for _, p := range sh.parts {
				if p.file != "" {
					files++
					list.Parts = append(list.Parts, filepath.Base(p.file))
				} else {
					rows += p.dir.Rows
				}
			}
			sm.Shards = append(sm.Shards, list)
			if files == len(sh.parts) {
				continue
			}
			from := files
			if merge {
				from = mergeFrom(sh.parts[:files], rows)
			}
			sh.frozen = len(sh.parts)
			old := slices.Clone(sh.parts[from:])
			jobs = append(jobs, flushing{ws: ws, no: i, sh: sh, from: from, old: old, view: newView(old, sh.tombs)})
		}
	}
	return m, jobs
}

// mergeFiles is how many files of about one size are left beside each other before they become one. More mean less work while
// events pour in, and people scattered over more files, until it is quiet enough to tidy up.
const mergeFiles = 4

// mergeFrom is the first of a shard's files that fresh rows are merged with; len(files) is none.
func mergeFrom(files []*part, rows int) int {
	from, alike := len(files), 1
	for i := len(files) - 1; i >= 0 && files[i].dir.Rows < 2*rows; i-- {
		if alike++; alike >= mergeFiles {
			from, alike = i, 1
			for _, p := range files[i:] {
				rows += p.dir.Rows
			}
			files = files[:i]
		}
	}
	return from
}

func (t *Trail) thaw(jobs []flushing) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, j := range jobs {
		j.sh.frozen = 0
	}
}

// install puts the written parts in place of those they were made of.
func (t *Trail) install(jobs []flushing) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, j := range jobs {
		sh := j.sh
		rest := sh.parts[j.from+len(j.old):]
		parts := slices.Clone(sh.parts[:j.from])
		if j.written != nil {
			parts = append(parts, j.written)
		}
		sh.parts = append(parts, rest...)
		sh.view = nil
		sh.prune()
		for _, p := range j.old {
			if p.file == "" {
				t.tailRows -= p.dir.Rows
			} else if err := os.Remove(p.file); err != nil && !missing(err) {
				t.o.Logger.Warn("an old part of the journey index could not be removed", "error", err)
			}
		}
	}
}

// discard removes what a failed flush has written.
func (t *Trail) discard(jobs []flushing) error {
	var errs error
	for _, j := range jobs {
		if j.file != "" {
			if err := os.Remove(filepath.Join(t.dir, j.file)); err != nil && !missing(err) {
				errs = errors.Join(errs, err)
			}
		}
	}
	return errs
}

// loading is a part that the manifest names.
type loading struct {
	ws    event.Workspace
	shard int
	name  string
	p     *part
	err   error
}

// readAll opens parts and compares their checksums, on all cores: a damaged part must not be asked anything.
func (t *Trail) readAll(list []loading) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(t.o.Workers, len(list)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(list); i = int(next.Add(1)) - 1 {
				l := &list[i]
				if l.p, l.err = readPart(filepath.Join(t.dir, l.name)); l.err == nil {
					l.err = l.p.check()
				}
			}
		})
	}
	wg.Wait()
}

// repair rebuilds damaged shards from the source, as of the changes that are in.
func (t *Trail) repair(ctx context.Context) {
	t.mu.Lock()
	todo, upTo := t.damaged, t.applied
	t.mu.Unlock()
	if len(todo) == 0 {
		return
	}
	t.flushMu.Lock() // no flush meanwhile
	defer t.flushMu.Unlock()
	begin, total := time.Now(), 0
	type key struct {
		ws    event.Workspace
		shard int
	}
	rows := map[key][]*row{}
	for _, d := range todo {
		rows[key{d.ws, d.shard}] = nil
	}
	err := t.src.Scan(ctx, func(ws event.Workspace, subject event.Subject, person event.Person, e *event.Event) error {
		k := key{ws, (int(person[0])<<8 | int(person[1])) % t.o.Shards}
		if list, ok := rows[k]; ok && e.Seq <= upTo {
			rows[k] = append(list, t.rows.row(e, subject, person))
		}
		return ctx.Err()
	})
	if err != nil {
		t.o.Logger.Error("a damaged part of the journey index could not be rebuilt yet", "error", err)
		t.o.OnEvent(Event{Kind: "rebuild", Err: err})
		return
	}
	t.mu.Lock()
	for k, list := range rows {
		s := t.space(k.ws)
		sh := s.shards[k.shard]
		for _, p := range sh.parts {
			if p.file == "" {
				t.tailRows -= p.dir.Rows
			}
		}
		t.tailRows -= len(sh.pending)
		sh.parts, sh.pending, sh.tombs, sh.view = nil, nil, nil, nil
		for _, r := range list {
			r.vals = slices.DeleteFunc(r.vals, func(v val) bool { return !s.indexedOf(r.kind).paths[v.path] })
		}
		if len(list) > 0 {
			sh.parts = []*part{buildRows(list, upTo)}
		}
		t.tailRows += len(list)
		total += len(list)
	}
	t.damaged = t.damaged[len(todo):]
	t.mu.Unlock()
	t.o.Logger.Info("damaged parts of the journey index are rebuilt", "rows", total)
	t.o.OnEvent(Event{Kind: "rebuild", Rows: total, Took: time.Since(begin)})
	select {
	case t.flush <- struct{}{}:
	default:
	}
}

// Rebuild makes the index in dir anew from src, up to its last change at this moment.
func Rebuild(ctx context.Context, dir string, src Source, o Options) error {
	last := src.LastSeq()
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	t, err := Open(dir, src, o)
	if err != nil {
		return err
	}
	return errors.Join(t.WaitFor(ctx, last), t.Close(context.WithoutCancel(ctx)))
}
