package cli

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"jejak/client"
	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/segment"
	"jejak/internal/server"
	"jejak/internal/sheet"
)

type segmentCmd struct {
	List    segmentListCmd    `cmd:"" help:"List the saved segments."`
	Show    segmentShowCmd    `cmd:"" help:"Print one as JSON, as save takes it, with how many people are in it."`
	Save    segmentSaveCmd    `cmd:"" help:"Save a new one from a JSON file."`
	Size    segmentSizeCmd    `cmd:"" help:"Count the people whom a JSON file describes, without saving anything."`
	Members segmentMembersCmd `cmd:"" help:"Print the people in one."`
	Delete  segmentDeleteCmd  `cmd:"" help:"Delete one that no other is made with."`
}

// segmentStore is where segments are kept and asked: a server, or a data folder.
type segmentStore interface {
	Segments(ctx context.Context) ([]client.SavedSegment, error)
	SaveSegment(ctx context.Context, name, description, owner string, rule client.Segment) (client.SavedSegment, error)
	DeleteSegment(ctx context.Context, id string) error
	Ask(ctx context.Context, q client.Question) (client.Answer, error)
}

type folderSegments struct {
	env    *Env
	folder *server.Folder
	ws     event.Workspace
}

func saved(s segment.Segment) client.SavedSegment {
	return client.SavedSegment{
		ID: s.ID, Name: s.Name, Description: s.Description, Owner: s.Owner, Rule: s.Rule, Version: s.Version, Created: s.Created.Std(), Changed: s.Changed.Std(),
	}
}

func (s folderSegments) Segments(ctx context.Context) ([]client.SavedSegment, error) {
	list, err := s.folder.Segments.List(ctx, s.ws)
	out := make([]client.SavedSegment, len(list))
	for i, one := range list {
		out[i] = saved(one)
	}
	return out, err
}

func (s folderSegments) SaveSegment(ctx context.Context, name, description, owner string, rule client.Segment) (client.SavedSegment, error) {
	one, err := s.folder.Segments.Create(ctx, s.ws, segment.Draft{Name: name, Description: description, Owner: owner, Rule: rule})
	return saved(one), err
}

func (s folderSegments) DeleteSegment(ctx context.Context, id string) error {
	return s.folder.Segments.Delete(ctx, s.ws, id)
}

func (s folderSegments) Ask(_ context.Context, q client.Question) (client.Answer, error) {
	return askFolder(s.env, s.folder, s.ws, q)
}

func (p *placeFlags) segments(env *Env, do func(segmentStore) error) error {
	if p.Server == "" {
		return p.with(env, server.FolderOptions{}, func(f *server.Folder) error {
			ws, err := workspaceOf(env, f, p.Workspace)
			if err != nil {
				return err
			}
			return do(folderSegments{env, f, ws})
		})
	}
	remote, err := connect(env, p.Server, p.Token, p.Workspace)
	if err != nil {
		return err
	}
	return do(remote)
}

// memberPage is how many people are asked for at once.
const memberPage = 1000

// size is how many people a rule describes.
func size(env *Env, s segmentStore, rule client.Segment) (int, error) {
	a, err := s.Ask(env.Context, client.Question{Kind: journey.KindPeople, Segment: &rule, People: &journey.People{Limit: 1}})
	if err != nil || a.Persons == nil {
		return 0, err
	}
	return a.Persons.Total, nil
}

// find is the segment of an id or, where no other has it, a name.
func find(env *Env, s segmentStore, named string) (client.SavedSegment, error) {
	list, err := s.Segments(env.Context)
	if err != nil {
		return client.SavedSegment{}, err
	}
	var found []client.SavedSegment
	for _, one := range list {
		if one.ID == named {
			return one, nil
		}
		if strings.EqualFold(one.Name, named) {
			found = append(found, one)
		}
	}
	switch len(found) {
	case 0:
		return client.SavedSegment{}, fault.New(fault.NotFound, "There is no segment %q: 'jejak segment list' shows those that there are.", named)
	case 1:
		return found[0], nil
	}
	return client.SavedSegment{}, fault.New(fault.Conflict, "%d segments have the name %q: give an id.", len(found), named)
}

type segmentListCmd struct {
	placeFlags
	formatFlags
}

// Run prints the segments with their sizes.
func (c *segmentListCmd) Run(env *Env) error {
	return c.segments(env, func(s segmentStore) error {
		list, err := s.Segments(env.Context)
		if err != nil {
			return err
		}
		t := table{head: []string{"id", "name", "owner", "people", "description"}, left: 3}
		for i := range list {
			one, people := &list[i], "?"
			if one.People == nil && one.Fault == "" {
				if n, err := size(env, s, client.Segment{ID: one.ID}); err == nil {
					one.People = &n
				}
			}
			if one.People != nil {
				people = strconv.Itoa(*one.People)
			}
			t.rows = append(t.rows, []any{one.ID, one.Name, one.Owner, people, one.Description})
		}
		return c.print(env, list, []table{t})
	})
}

type segmentShowCmd struct {
	placeFlags
	Segment string `arg:"" help:"Its id or name."`
}

// Run prints the segment.
func (c *segmentShowCmd) Run(env *Env) error {
	return c.segments(env, func(s segmentStore) error {
		one, err := find(env, s, c.Segment)
		if err != nil {
			return err
		}
		n, err := size(env, s, client.Segment{ID: one.ID})
		if err != nil {
			return err
		}
		one.People = &n
		return printJSON(env, one)
	})
}

// draftFile is a segment in a file. What show prints is one: the rest of it is passed over.
type draftFile struct {
	File string `arg:"" help:"JSON with name and rule, perhaps description and owner; docs/segments.md has the rules. - is standard input."`
}

func (f draftFile) read(env *Env) (s client.SavedSegment, err error) {
	in, err := env.open(f.File)
	if err != nil {
		return s, fault.Wrap(fault.NotFound, err, "The file of the segment cannot be read.")
	}
	defer in.Close()
	d := json.NewDecoder(io.LimitReader(in, 1<<20))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return s, fault.Wrap(fault.Invalid, err, "The segment is not as docs/segments.md describes it.")
	}
	return s, nil
}

type segmentSaveCmd struct {
	placeFlags
	draftFile
}

// Run saves the segment and says its id and size.
func (c *segmentSaveCmd) Run(env *Env) error {
	draft, err := c.read(env)
	if err != nil {
		return err
	}
	return c.segments(env, func(s segmentStore) error {
		one, err := s.SaveSegment(env.Context, draft.Name, draft.Description, draft.Owner, draft.Rule)
		if err != nil {
			return err
		}
		n, err := size(env, s, client.Segment{ID: one.ID})
		if err == nil {
			_, err = fmt.Fprintf(env.Out, "saved %s %q: %d people\n", one.ID, one.Name, n)
		}
		return err
	})
}

type segmentSizeCmd struct {
	placeFlags
	draftFile
}

// Run counts the people.
func (c *segmentSizeCmd) Run(env *Env) error {
	draft, err := c.read(env)
	if err != nil {
		return err
	}
	return c.segments(env, func(s segmentStore) error {
		n, err := size(env, s, draft.Rule)
		if err == nil {
			_, err = fmt.Fprintf(env.Out, "%d people\n", n)
		}
		return err
	})
}

type segmentMembersCmd struct {
	placeFlags
	Segment string `arg:"" help:"Its id or name."`
	NDJSON  bool   `name:"ndjson" xor:"format" help:"Print one JSON object a line; CSV by default."`
	CSV     bool   `xor:"format" help:"Print as CSV."`
}

// Run prints the people, each once.
func (c *segmentMembersCmd) Run(env *Env) error {
	return c.segments(env, func(s segmentStore) error {
		one, err := find(env, s, c.Segment)
		if err != nil {
			return err
		}
		write, flush := memberCSV(env.Out)
		if c.NDJSON {
			enc := json.NewEncoder(env.Out)
			enc.SetEscapeHTML(false)
			write, flush = func(p journey.PersonRow) error { return enc.Encode(p) }, func() error { return nil }
		}
		printed := map[event.Person]bool{} // a page begins elsewhere where somebody came in meanwhile
		for offset := 0; ; offset += memberPage {
			// Who was first seen when does not change with new events.
			a, err := s.Ask(env.Context, client.Question{
				Kind: journey.KindPeople, Segment: &client.Segment{ID: one.ID},
				People: &journey.People{Sort: "first_seen", Limit: memberPage, Offset: offset},
			})
			if err != nil {
				return err
			}
			for _, p := range a.Persons.People {
				if printed[p.Person] {
					continue
				}
				printed[p.Person] = true
				if err := write(p); err != nil {
					return err
				}
			}
			if len(a.Persons.People) < memberPage {
				return flush()
			}
		}
	})
}

// memberCSV writes a row for each person, with the traits as JSON.
func memberCSV(w io.Writer) (write func(journey.PersonRow) error, flush func() error) {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"person", "first_seen", "last_seen", "events", "stage", "traits"}) // flush tells what goes wrong
	write = func(p journey.PersonRow) error {
		if p.Traits == nil {
			p.Traits = map[string]string{}
		}
		traits, err := json.Marshal(p.Traits)
		if err != nil {
			return err
		}
		return out.Write([]string{p.Person.String(), p.FirstSeen.Std().Format(time.RFC3339), p.LastSeen.Std().Format(time.RFC3339), strconv.Itoa(p.Events), sheet.Cell(p.Stage), string(traits)})
	}
	flush = func() error {
		out.Flush()
		return out.Error()
	}
	return write, flush
}

type segmentDeleteCmd struct {
	placeFlags
	Segment string `arg:"" help:"Its id or name."`
}

// Run deletes the segment.
func (c *segmentDeleteCmd) Run(env *Env) error {
	return c.segments(env, func(s segmentStore) error {
		one, err := find(env, s, c.Segment)
		if err != nil {
			return err
		}
		if err := s.DeleteSegment(env.Context, one.ID); err != nil {
			return err
		}
		_, err = fmt.Fprintf(env.Out, "deleted %s %q\n", one.ID, one.Name)
		return err
	})
}
