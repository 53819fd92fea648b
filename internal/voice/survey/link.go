package survey

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

// LinkKind is what a link is for.
type LinkKind string

// The kinds of link.
const (
	OpenLink    LinkKind = "open"
	SingleLink  LinkKind = "single"
	PreviewLink LinkKind = "preview"
	MailLink    LinkKind = "email" // a single one that a mail holds; its name is the product that the trigger's event named
)

// Link opens a survey for whoever has its token.
type Link struct {
	ID      string     `json:"id"`
	Kind    LinkKind   `json:"kind" enum:"open,single,preview"`
	Name    string     `json:"name"`
	Token   string     `json:"token,omitempty" doc:"the page is at /s/ and this; of a single link it is told once, when the link is made"`
	IDs     []event.ID `json:"ids" doc:"of the person whom it is for; empty where nobody is known"`
	By      string     `json:"by"`
	Created event.Time `json:"created"`
	Used    event.Time `json:"used,omitempty" doc:"single: when the response was finished"`
	Begun   int        `json:"begun" doc:"responses through it with an answer"`
}

// LinkDraft is links to open: an open or a preview one, or single ones for each of the people named and for Count nobodies.
type LinkDraft struct {
	Kind  LinkKind
	Name  string
	IDs   [][]event.ID
	Count int
	By    string
}

// Limits of links.
const (
	maxLinksAtOnce = 1000
	maxLinks       = 200_000 // of a survey
	maxLinkIDs     = 10
)

// Links are the latest links to a survey, at most 1,000. Faults: NotFound.
func (s *Store) Links(ctx context.Context, ws event.Workspace, id string) (all []Link, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		if _, err := s.one(ctx, tx, ws, id); err != nil {
			return err
		}
		rows, err := sqldb.All(ctx, tx, scanLink, s.statements.Get("links"), ws, id)
		for _, row := range rows {
			all = append(all, row.Link)
		}
		return err
	})
	return all, err
}

type linkRow struct {
	Link
	ws     event.Workspace
	survey string
}

func scanLink(row sqldb.Scanner) (l linkRow, err error) {
	var ids string
	if err := row.Scan(&l.ws, &l.survey, &l.ID, &l.Kind, &l.Name, &l.Token, &ids, &l.By, &l.Created, &l.Used, &l.Begun); err != nil {
		return l, err
	}
	return l, json.Unmarshal([]byte(ids), &l.IDs)
}

// OpenLinks makes links; their tokens are told now, and those of single links never again. Steps join the same transaction.
// Faults: NotFound, Invalid, TooLarge.
func (s *Store) OpenLinks(ctx context.Context, ws event.Workspace, id string, d LinkDraft, also ...sqldb.Step) (made []Link, err error) {
	people, err := d.people()
	if err != nil {
		return nil, err
	}
	err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if _, err := s.one(ctx, tx.Read(), ws, id); err != nil {
			return err
		}
		n, _, err := sqldb.One(ctx, tx.Read(), sqldb.Into[int], s.statements.Get("countLinks"), ws, id)
		if err != nil {
			return err
		}
		if n+len(people) > maxLinks {
			return fault.Coded(fault.New(fault.TooLarge, "A survey has at most %d links: close some first.", maxLinks), "survey_links", "most", strconv.Itoa(maxLinks))
		}
		made = nil
		for _, ids := range people {
			l, err := s.openLink(ctx, tx, ws, id, d, ids)
			if err != nil {
				return err
			}
			made = append(made, l)
		}
		return tx.Run(ctx, also...)
	})
	return made, err
}

// people are whom the links are for, one each.
func (d LinkDraft) people() (all [][]event.ID, err error) {
	var f faults
	checkWord(&f, "name", d.Name, 200)
	switch d.Kind {
	case OpenLink, PreviewLink:
		if len(d.IDs) > 0 || d.Count > 1 {
			f.bad("ids", "single_links", "belong to single links")
		}
		all = [][]event.ID{{}}
	case SingleLink:
		all = append(all, d.IDs...)
		for range min(max(d.Count, 0), maxLinksAtOnce) {
			all = append(all, []event.ID{})
		}
		if len(all) == 0 || len(all) > maxLinksAtOnce {
			f.bad("count", "links_count", "must be 1 to %d links at once", maxLinksAtOnce)
		}
	default:
		f.bad("kind", "link_kind", "must be one of open single preview")
	}
	for i, ids := range d.IDs {
		if len(ids) == 0 || len(ids) > maxLinkIDs {
			f.bad(nth("ids", i), "ids_count", "must name 1 to %d ids of one person", maxLinkIDs)
		}
		for _, one := range ids {
			if one.Type == "" || one.Value == "" || len(one.Type) > 60 || len(one.Value) > 1000 || !plainText(string(one.Type)+one.Value) {
				f.bad(nth("ids", i), "id_parts", "needs a type and a value for each id")
				break
			}
		}
	}
	if len(f.all) > 0 {
		return nil, fault.Coded(fault.InvalidFields("These links cannot be opened.", f.all), "survey_links_not_opened")
	}
	return all, nil
}

func (s *Store) openLink(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, id string, d LinkDraft, ids []event.ID) (Link, error) {
	n, err := tx.Next(ctx, "survey link")
	if err != nil {
		return Link{}, err
	}
	l := Link{
		ID: fmt.Sprintf("k%d", n), Kind: d.Kind, Name: strings.TrimSpace(d.Name), Token: newToken(), IDs: ids, By: d.By,
		Created: event.TimeOf(s.o.Now()),
	}
	kept := l.Token
	if l.Kind != OpenLink {
		kept = "" // who reads the database must not answer in somebody's place
	}
	text, err := json.Marshal(ids)
	if err != nil {
		return l, err
	}
	_, err = tx.Exec(ctx, s.statements.Get("insertLink"), hashed(l.Token), ws, id, l.ID, l.Kind, l.Name, kept, text, l.By, l.Created)
	return l, err
}

func newToken() string { return strings.ToLower(rand.Text()) } // 130 bits

func hashed(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// CloseLink makes a link open nothing any more, at once; what was answered through it stays. Steps join the same transaction.
// Faults: NotFound.
func (s *Store) CloseLink(ctx context.Context, ws event.Workspace, id, link string, also ...sqldb.Step) error {
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		n, err := tx.Exec(ctx, s.statements.Get("deleteLink"), ws, id, link)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Coded(fault.New(fault.NotFound, "This survey has no link %.50q.", link), "survey_no_link")
		}
		return tx.Run(ctx, also...)
	})
}
