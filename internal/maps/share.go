package maps

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/sqldb"
)

const (
	maxShares     = 50 // of a map
	longestShare  = 366 * 24 * time.Hour
	leastPassword = 6
)

// Shared is what a link shows: the sheet, and nothing of the people who made it.
type Shared struct {
	Map      Map
	Sheet    Sheet
	Evidence map[string]string // of steps and cards by their ids
	Figures  *SharedFigures    // nil: none are shown
}

// SharedFigures is what the figures of a link are asked with. It is not for whoever opens the link.
type SharedFigures struct {
	Workspace event.Workspace
	Sheet     Sheet
	Range     journey.Range
}

// ShareWish is what a link is to be.
type ShareWish struct {
	Expires  event.Time
	Password string         // "": it asks for none
	Figures  *journey.Range // of which days it shows what is measured; nil: it does not
}

// Shares are the links to a map that are open. Faults: NotFound.
func (s *Store) Shares(ctx context.Context, ws event.Workspace, id string) (all []Share, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		if _, err := s.find(ctx, tx, ws, id); err != nil {
			return err
		}
		all, err = sqldb.All(ctx, tx, func(row sqldb.Scanner) (h Share, err error) {
			var password, figures string
			if err := row.Scan(&h.ID, &h.By, &h.Created, &h.Expires, &password, &h.Hint, &figures); err != nil {
				return h, err
			}
			h.Password = password != ""
			h.Figures, err = readFigures(figures)
			return h, err
		}, s.statements.Get("shares"), ws, id, event.TimeOf(s.o.Now()))
		return err
	})
	return all, err
}

// Share opens a link. Its token is told this once: only a hash is kept. Steps join the same transaction. Faults: NotFound, Invalid,
// TooLarge.
func (s *Store) Share(
	ctx context.Context, ws event.Workspace, id string, by Author, wish ShareWish, also ...sqldb.Step,
) (h Share, token string, err error) {
	now, expires, password := s.o.Now(), wish.Expires, wish.Password
	var faults []fault.Field
	if until := expires.Std(); !until.After(now) || until.Sub(now) > longestShare {
		faults = append(faults, fault.Field{Name: "expires", Message: "must lie ahead, at most a year"})
	}
	if message := badText(password, maxWord); message != "" || password != "" && len(password) < leastPassword {
		faults = append(faults, fault.Field{Name: "password", Message: cmp.Or(message, fmt.Sprintf("must have at least %d characters", leastPassword))})
	}
	figures := ""
	if wish.Figures != nil {
		if err := journey.Validate(journey.Question{Kind: journey.KindTrend, Range: *wish.Figures, Trend: &journey.Trend{}}.WithDefaults(), journey.Definitions{}); err != nil {
			faults = append(faults, fault.Field{Name: "figures", Message: "must be a range of days, such as {\"last\":\"90d\"}"})
		}
		raw, err := json.Marshal(wish.Figures)
		if err != nil {
			return h, "", err
		}
		figures = string(raw)
	}
	if len(faults) > 0 {
		return h, "", fault.InvalidFields("This link cannot be opened.", faults)
	}
	hash := ""
	if password != "" {
		if hash, err = s.o.Passwords.HashPassword(ctx, password); err != nil {
			return h, "", err
		}
	}
	token = strings.ToLower(rand.Text() + rand.Text()) // 260 bits
	h = Share{By: by.Name, Created: event.TimeOf(now), Expires: expires, Password: password != "", Hint: token[len(token)-4:], Figures: wish.Figures}
	err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if _, err := s.find(ctx, tx.Read(), ws, id); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, s.statements.Get("deleteExpiredShares"), ws, h.Created); err != nil {
			return err
		}
		count, _, err := sqldb.One(ctx, tx.Read(), sqldb.Into[int], s.statements.Get("countShares"), ws, id)
		if err != nil {
			return err
		}
		if count >= maxShares {
			return fault.New(fault.TooLarge, "A map has at most %d open links: close one first.", maxShares)
		}
		n, err := tx.Next(ctx, "map share")
		if err != nil {
			return err
		}
		h.ID = fmt.Sprintf("h%d", n)
		_, err = tx.Exec(ctx, s.statements.Get("insertShare"), hashed(token), ws, id, h.ID, h.By, h.Created, h.Expires, hash, h.Hint, figures)
		if err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
	if err != nil {
		return Share{}, "", err
	}
	return h, token, nil
}

func hashed(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// Unshare closes a link, at once. Steps join the same transaction. Faults: NotFound.
func (s *Store) Unshare(ctx context.Context, ws event.Workspace, id, share string, also ...sqldb.Step) error {
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		n, err := tx.Exec(ctx, s.statements.Get("deleteShare"), ws, id, share)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.NotFound, "This map has no link %q.", share)
		}
		return tx.Run(ctx, also...)
	})
}

type link struct {
	ws       event.Workspace
	id       string
	expires  event.Time
	password string
	figures  string
}

// readFigures is the range that a row holds, nil for none.
func readFigures(kept string) (*journey.Range, error) {
	if kept == "" {
		return nil, nil
	}
	r := &journey.Range{}
	if err := json.Unmarshal([]byte(kept), r); err != nil {
		return nil, fmt.Errorf("figures of a link, %q: %w", kept, err)
	}
	return r, nil
}

func (s *Store) link(ctx context.Context, token string) (l link, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		found, ok, err := sqldb.One(ctx, tx, func(row sqldb.Scanner) (l link, err error) {
			return l, row.Scan(&l.ws, &l.id, &l.expires, &l.password, &l.figures)
		}, s.statements.Get("shareByHash"), hashed(token))
		if err == nil && (!ok || found.expires <= event.TimeOf(s.o.Now())) {
			err = fault.New(fault.NotFound, "This link is not open any more: ask whoever sent it for a new one.")
		}
		l = found
		return err
	})
	return l, err
}

// Shared is what a link shows. Faults: NotFound, Unauthenticated (it asks for a password, and this is not it).
func (s *Store) Shared(ctx context.Context, token, password string) (v Shared, err error) {
	l, err := s.link(ctx, token)
	if err != nil {
		return v, err
	}
	if l.password != "" {
		if password == "" {
			return v, fault.New(fault.Unauthenticated, "This link asks for a password.")
		}
		ok, err := s.o.Passwords.CheckPassword(ctx, password, l.password)
		if err != nil {
			return v, err
		}
		if !ok {
			return v, fault.New(fault.Unauthenticated, "This is not the password of this link.")
		}
	}
	whole, err := s.Get(ctx, l.ws, l.id, 0)
	if err != nil {
		return v, err
	}
	d, err := s.o.Rules(ctx, l.ws)
	if err != nil {
		return v, err
	}
	v = Shared{Map: whole.Map, Sheet: whole.Sheet, Evidence: map[string]string{}}
	days, err := readFigures(l.figures)
	if err != nil {
		return v, err
	}
	if days != nil {
		full := whole.Sheet
		full.Steps, full.Cards = slices.Clone(full.Steps), slices.Clone(full.Cards)
		v.Figures = &SharedFigures{Workspace: l.ws, Sheet: full, Range: *days}
	}
	strength := strengthBy(d.Touchpoints)
	for i, step := range v.Sheet.Steps {
		v.Evidence[step.ID] = strength(step.Evidence, "")
		v.Sheet.Steps[i].Evidence, v.Sheet.Steps[i].Opens = nil, ""
	}
	for i, c := range v.Sheet.Cards {
		v.Evidence[c.ID] = strength(c.Evidence, c.Touchpoint)
		v.Sheet.Cards[i].Evidence, v.Sheet.Cards[i].Others, v.Sheet.Cards[i].Owner = nil, nil, ""
		v.Sheet.Cards[i].Status = ""
	}
	return v, nil
}

// SharedImage is an image of the map of a link. Its id is no guess: only who has seen the sheet knows it. Faults: NotFound.
func (s *Store) SharedImage(ctx context.Context, token, image string) (kind string, data []byte, err error) {
	l, err := s.link(ctx, token)
	if err != nil {
		return "", nil, err
	}
	return s.Image(ctx, l.ws, l.id, image)
}
