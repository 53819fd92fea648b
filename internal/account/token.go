package account

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

// TokenPrefix begins every API token, so that scanners for leaked secrets can know it.
const TokenPrefix = "jjk_"

// Token lets a program in, with a role in one workspace.
type Token struct {
	ID        int64           `json:"id"`
	Workspace event.Workspace `json:"workspace"`
	Name      string          `json:"name"`
	Role      Role            `json:"role"`
	Hint      string          `json:"hint" doc:"its last four letters"`
	By        UserID          `json:"by"`
	ByName    string          `json:"byName"`
	Created   event.Time      `json:"created"`
	LastUsed  event.Time      `json:"lastUsed"`
}

// TokenDraft is a new token.
type TokenDraft struct {
	Name string `json:"name"`
	Role Role   `json:"role"`
}

const tokenTouchAfter = time.Minute

// CreateToken makes a token. The secret is told this once; only its hash is kept. Faults: as Require, Invalid, Forbidden (a
// role that may do more than the caller; a caller who is a token).
func (s *Store) CreateToken(ctx context.Context, by Caller, ws event.Workspace, draft TokenDraft) (t Token, secret string, err error) {
	if err := by.Require(ws, TokensManage); err != nil {
		return Token{}, "", err
	}
	if by.User == nil {
		return Token{}, "", fault.New(fault.Forbidden, "an API token cannot make another one")
	}
	if err := by.covers(ws, draft.Role); err != nil {
		return Token{}, "", err
	}
	name := strings.TrimSpace(draft.Name)
	if wrong := badName(name); wrong != nil {
		return Token{}, "", fault.Coded(fault.InvalidFields("this token cannot be made", []fault.Field{*wrong}), "token_not_made")
	}
	secret = TokenPrefix + strings.ToLower(rand.Text()+rand.Text()) // 260 bits
	t = Token{
		Workspace: ws, Name: name, Role: draft.Role, Hint: secret[len(secret)-4:],
		By: by.User.ID, ByName: by.User.Name, Created: event.TimeOf(s.now()),
	}
	err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if t.ID, err = tx.Next(ctx, "token"); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, s.statements.Get("insertToken"), t.ID, ws, t.Name, t.Role, hashed(secret), t.Hint, t.By, t.Created)
		if err != nil {
			return err
		}
		return s.Audit(by, ws, "token.create", fmt.Sprintf("token:%d", t.ID), fmt.Sprintf("%s, %s", t.Name, t.Role))(ctx, tx)
	})
	if err != nil {
		return Token{}, "", err
	}
	return t, secret, nil
}

// Tokens are a workspace's tokens. Faults: as Require.
func (s *Store) Tokens(ctx context.Context, by Caller, ws event.Workspace) (all []Token, err error) {
	if err := by.Require(ws, TokensManage); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		all, err = sqldb.All(ctx, tx, scanToken, s.statements.Get("tokens"), ws)
		return err
	})
	return all, err
}

// DeleteToken ends a token. Faults: as Require, NotFound.
func (s *Store) DeleteToken(ctx context.Context, by Caller, ws event.Workspace, id int64) error {
	if err := by.Require(ws, TokensManage); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		n, err := tx.Exec(ctx, s.statements.Get("deleteToken"), ws, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.NotFound, "this workspace has no token %d", id)
		}
		return s.Audit(by, ws, "token.delete", fmt.Sprintf("token:%d", id), "")(ctx, tx)
	})
}

// ByToken is who an API token stands for. Faults: Unauthenticated.
func (s *Store) ByToken(ctx context.Context, secret string) (Caller, error) {
	unknown := fault.New(fault.Unauthenticated, "this API token is unknown or was deleted")
	if !strings.HasPrefix(secret, TokenPrefix) {
		return Caller{}, unknown
	}
	var t Token
	err := s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		found, ok, err := sqldb.One(ctx, tx, scanToken, s.statements.Get("tokenByHash"), hashed(secret))
		if err == nil && !ok {
			err = unknown
		}
		t = found
		return err
	})
	if err != nil {
		return Caller{}, err
	}
	now := event.TimeOf(s.now())
	if now-t.LastUsed > event.Time(tokenTouchAfter.Milliseconds()) {
		if err := s.touch(ctx, "touchToken", now, t.ID, now); err != nil {
			return Caller{}, err
		}
	}
	return Caller{Token: &t, roles: map[event.Workspace]Role{t.Workspace: t.Role}}, nil
}

// dropTokensAbove deletes the tokens of a member that may do more than the member may.
func (s *Store) dropTokensAbove(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, user UserID, role Role) error {
	tokens, err := sqldb.All(ctx, tx.Read(), scanToken, s.statements.Get("tokens"), ws)
	if err != nil {
		return err
	}
	for _, t := range tokens {
		if t.By != user || role.Can(TokensManage) && role.covers(t.Role) {
			continue
		}
		if _, err := tx.Exec(ctx, s.statements.Get("deleteToken"), ws, t.ID); err != nil {
			return err
		}
	}
	return nil
}

func scanToken(row sqldb.Scanner) (t Token, err error) {
	err = row.Scan(&t.ID, &t.Workspace, &t.Name, &t.Role, &t.Hint, &t.By, &t.ByName, &t.Created, &t.LastUsed)
	return t, err
}
