package topic

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

// AuthorRule says whose the mentions of a network are: an author is the person who has the author's name as an id of this type.
type AuthorRule struct {
	Network string       `json:"network" example:"mastodon" maxLength:"40"`
	IDType  event.IDType `json:"idType" example:"social_id" maxLength:"64"`
}

const maxAuthorRules = 50

// Authors are the rules of a workspace by network; none is the rule until somebody makes one.
func (s *Store) Authors(ctx context.Context, ws event.Workspace) (all []AuthorRule, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		all, err = sqldb.All(ctx, tx, func(row sqldb.Scanner) (r AuthorRule, err error) { return r, row.Scan(&r.Network, &r.IDType) }, s.statements.Get("authors"), ws)
		return err
	})
	return all, err
}

// SetAuthors puts other rules in the place of all. They count for mentions that come from then on. Steps join the same transaction.
// Faults: Invalid.
func (s *Store) SetAuthors(ctx context.Context, ws event.Workspace, rules []AuthorRule, also ...sqldb.Step) error {
	var faults []fault.Field
	seen := map[string]bool{}
	for i := range rules {
		r := &rules[i]
		r.Network = plain(r.Network)
		wrong := ""
		switch {
		case r.Network == "" || seen[r.Network] || utf8.RuneCountInString(r.Network) > 40:
			wrong = "needs the name of a network that no other rule has"
		case r.IDType == event.AnonymousID || r.IDType == "network" || r.IDType == "" || strings.TrimSpace(string(r.IDType)) != string(r.IDType) || len(r.IDType) > 64:
			wrong = "needs a type of id that stands for a person, such as user_id or one of your own"
		}
		seen[r.Network] = true
		if wrong != "" {
			faults = append(faults, fault.Field{Name: fmt.Sprintf("rules[%d]", i), Message: wrong})
		}
	}
	if len(rules) > maxAuthorRules {
		faults = append(faults, fault.Field{Name: "rules", Message: fmt.Sprintf("has at most %d entries", maxAuthorRules)})
	}
	if len(faults) > 0 {
		return fault.InvalidFields("These rules cannot be used.", faults)
	}
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if _, err := tx.Exec(ctx, s.statements.Get("forgetAuthors"), ws); err != nil {
			return err
		}
		for _, r := range rules {
			if _, err := tx.Exec(ctx, s.statements.Get("author"), ws, r.Network, string(r.IDType)); err != nil {
				return err
			}
		}
		return tx.Run(ctx, also...)
	})
}

// Match is Whose by the rules of a workspace.
func (s *Store) Match(ctx context.Context, ws event.Workspace, network, author string) ([]event.ID, error) {
	rules, err := s.Authors(ctx, ws)
	return Whose(rules, network, author), err
}

// Whose is the id that a rule gives the author of a mention, to be put on its event; none where no rule names the network.
func Whose(rules []AuthorRule, network, author string) []event.ID {
	name := strings.TrimSpace(author)
	i := slices.IndexFunc(rules, func(r AuthorRule) bool { return r.Network == plain(network) })
	if name == "" || i < 0 {
		return nil
	}
	return []event.ID{{Type: rules[i].IDType, Value: name}}
}
