package account

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/fault/faulttest"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
)

func TestNobodyHandsOutMoreThanTheyHave(t *testing.T) {
	t.Parallel()
	w := setup(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	admin, marketer, developer := w.member("ani", Admin), w.member("mei", Marketer), w.member("dodi", Developer)
	ctx := t.Context()
	invite := func(by Caller, role Role) error {
		_, _, err := w.Invite(ctx, by, w.ws, Invitation{Email: string(role) + "-" + by.User.Name + "@example.com", Role: role})
		return err
	}
	faulttest.Want(t, invite(admin, Owner), fault.Forbidden)
	faulttest.Want(t, invite(admin, "boss"), fault.Invalid)
	faulttest.Want(t, invite(marketer, Viewer), fault.Forbidden)
	if err := invite(admin, Admin); err != nil {
		t.Error(err)
	}
	faulttest.Want(t, w.SetRole(ctx, admin, w.ws, admin.User.ID, Owner), fault.Forbidden)
	faulttest.Want(t, w.SetRole(ctx, admin, w.ws, w.owner.User.ID, Viewer), fault.Forbidden)
	faulttest.Want(t, w.RemoveMember(ctx, admin, w.ws, w.owner.User.ID), fault.Forbidden)
	faulttest.Want(t, w.RemoveMember(ctx, marketer, w.ws, developer.User.ID), fault.Forbidden)
	_, err := w.ResetPassword(ctx, admin, w.ws, w.owner.User.ID)
	faulttest.Want(t, err, fault.Forbidden)
	if err := w.SetRole(ctx, w.owner, w.ws, admin.User.ID, Owner); err != nil {
		t.Error(err)
	}

	token := func(by Caller, role Role) error {
		_, _, err := w.CreateToken(ctx, by, w.ws, TokenDraft{Name: "x", Role: role})
		return err
	}
	faulttest.Want(t, token(developer, Admin), fault.Forbidden)
	faulttest.Want(t, token(developer, Marketer), fault.Forbidden) // who may edit the model, which a developer may not
	faulttest.Want(t, token(marketer, Viewer), fault.Forbidden)
	if err := token(developer, Viewer); err != nil {
		t.Error(err)
	}
}

// An admin of one workspace must not get into another one through the password of somebody who works in both.
func TestResetNeedsTrustInEveryWorkspace(t *testing.T) {
	t.Parallel()
	w := setup(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	admin := w.member("ani", Admin)
	both := w.member("budi", Viewer)
	if _, err := w.ResetPassword(t.Context(), admin, w.ws, both.User.ID); err != nil {
		t.Error(err)
	}
	w.found(2, w.OwnedBy(w.owner))
	w.owner = w.as(w.owner.User.ID)
	if _, oneTime, err := w.Invite(t.Context(), w.owner, 2, Invitation{Email: "budi@example.com", Role: Viewer}); err != nil || oneTime != "" {
		t.Errorf("a user who is known got a password: %q %v", oneTime, err)
	}
	_, err := w.ResetPassword(t.Context(), admin, w.ws, both.User.ID)
	faulttest.Want(t, err, fault.Forbidden)
	if _, err := w.ResetPassword(t.Context(), w.owner, w.ws, both.User.ID); err != nil {
		t.Error(err)
	}
	_, err = w.ResetPassword(t.Context(), w.owner, w.ws, 99)
	faulttest.Want(t, err, fault.NotFound)
}

func TestTheLastOwnerStays(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := setup(t, db)
		ctx := t.Context()
		me := w.owner.User.ID
		faulttest.Want(t, w.RemoveMember(ctx, w.owner, w.ws, me), fault.Conflict)
		faulttest.Want(t, w.SetRole(ctx, w.owner, w.ws, me, Viewer), fault.Conflict)
		other := w.member("budi", Owner)

		// Two owners who leave at the same moment: one must stay.
		var leaving sync.WaitGroup
		errs := make([]error, 2)
		for i, who := range []Caller{w.owner, other} {
			leaving.Go(func() { errs[i] = w.RemoveMember(ctx, who, w.ws, who.User.ID) })
		}
		leaving.Wait()
		left := slices.Index(errs, nil)
		if left < 0 || !fault.Is(errs[1-left], fault.Conflict) {
			t.Errorf("two owners left at once: %v", errs)
		}
	})
}

func TestForeignWorkspacesDoNotExist(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := setup(t, db)
		stranger := w.member("eve", Viewer)
		faulttest.Want(t, w.tryFound(2, w.OwnedBy(stranger)), fault.Forbidden)
		w.found(2, w.OwnedBy(w.owner))
		ctx := t.Context()
		faulttest.Want(t, stranger.Require(2, Ask), fault.NotFound)
		faulttest.Want(t, stranger.Require(99, Ask), fault.NotFound)
		faulttest.Want(t, Caller{}.Require(2, Ask), fault.Unauthenticated)
		_, err := w.Members(ctx, stranger, 2)
		faulttest.Want(t, err, fault.NotFound)
		faulttest.Want(t, w.RemoveMember(ctx, stranger, 2, w.owner.User.ID), fault.NotFound)
		faulttest.Want(t, w.RemoveMember(ctx, stranger, 2, stranger.User.ID), fault.NotFound)
		_, err = w.AuditLog(ctx, stranger, 2, 0, 0)
		faulttest.Want(t, err, fault.NotFound)
		owner := w.as(w.owner.User.ID)
		faulttest.Want(t, w.SetRole(ctx, owner, 2, stranger.User.ID, Viewer), fault.NotFound)
		if got := owner.Workspaces(); !slices.Equal(got, []event.Workspace{1, 2}) {
			t.Errorf("the owner is in %v", got)
		}
	})
}

func TestTokens(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := setup(t, db)
		ctx := t.Context()
		token, secret, err := w.CreateToken(ctx, w.owner, w.ws, TokenDraft{Name: " Till ", Role: Developer})
		if err != nil || !strings.HasPrefix(secret, TokenPrefix) || !strings.HasSuffix(secret, token.Hint) || token.Name != "Till" {
			t.Fatalf("%+v %v", token, err)
		}
		caller, err := w.ByToken(ctx, secret)
		if err != nil || caller.Actor() != "token:1" || !caller.Can(w.ws, SourcesManage) || caller.Can(w.ws, MembersManage) || caller.Can(2, Ask) {
			t.Errorf("%+v %v", caller, err)
		}
		_, _, err = w.CreateToken(ctx, caller, w.ws, TokenDraft{Name: "child", Role: Viewer})
		faulttest.Want(t, err, fault.Forbidden)
		_, err = w.ChangeProfile(ctx, caller, ProfilePatch{})
		faulttest.Want(t, err, fault.Forbidden)
		if caller.CanCreateWorkspace() {
			t.Error("a token may found a workspace")
		}
		for _, wrong := range []string{"", secret[4:], secret + "x", strings.ToUpper(secret), TokenPrefix} {
			_, err := w.ByToken(ctx, wrong)
			faulttest.Want(t, err, fault.Unauthenticated)
		}
		w.clock.pass(time.Hour)
		if _, err := w.ByToken(ctx, secret); err != nil {
			t.Error(err)
		}
		all, err := w.Tokens(ctx, w.owner, w.ws)
		if err != nil || len(all) != 1 || all[0].LastUsed != event.TimeOf(w.clock.now()) || all[0].ByName != "Siti" {
			t.Errorf("%+v %v", all, err)
		}
		faulttest.Want(t, w.DeleteToken(ctx, w.owner, w.ws, 99), fault.NotFound)
		if err := w.DeleteToken(ctx, w.owner, w.ws, token.ID); err != nil {
			t.Error(err)
		}
		_, err = w.ByToken(ctx, secret)
		faulttest.Want(t, err, fault.Unauthenticated)
	})
}

func TestTokensFallWithTheirMaker(t *testing.T) {
	t.Parallel()
	w := setup(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	ctx := t.Context()
	make := func(by Caller, role Role) string {
		t.Helper()
		_, secret, err := w.CreateToken(ctx, by, w.ws, TokenDraft{Name: string(role), Role: role})
		if err != nil {
			t.Fatal(err)
		}
		return secret
	}
	alive := func(secret string) bool {
		_, err := w.ByToken(ctx, secret)
		return err == nil
	}
	budi := w.member("budi", Admin)
	strong, weak, mine := make(budi, Admin), make(budi, Viewer), make(w.owner, Admin)
	if err := w.SetRole(ctx, w.owner, w.ws, budi.User.ID, Developer); err != nil {
		t.Fatal(err)
	}
	if alive(strong) || !alive(weak) || !alive(mine) {
		t.Errorf("after demotion: strong %v, weak %v, another's %v", alive(strong), alive(weak), alive(mine))
	}
	if err := w.RemoveMember(ctx, w.owner, w.ws, budi.User.ID); err != nil {
		t.Fatal(err)
	}
	if alive(weak) || !alive(mine) {
		t.Errorf("after leaving: weak %v, another's %v", alive(weak), alive(mine))
	}
}

func TestAuditTellsEverythingInOrder(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := setup(t, db)
		ctx := t.Context()
		budi := w.member("budi", Admin)
		budi.IP = "192.0.2.77"
		if _, _, err := w.CreateToken(ctx, budi, w.ws, TokenDraft{Name: "till", Role: Viewer}); err != nil {
			t.Fatal(err)
		}
		if err := w.Record(ctx, budi, w.ws, "link.revoke", "link:9", "wrong phone"); err != nil {
			t.Fatal(err)
		}
		got := strings.Join(w.actions(), " ")
		if got != "link.revoke token.create user.password session.begin member.invite session.begin workspace.create" {
			t.Errorf("newest first: %s", got)
		}
		page, err := w.AuditLog(ctx, w.owner, w.ws, 0, 1)
		if err != nil || len(page) != 1 {
			t.Fatalf("%+v %v", page, err)
		}
		e := page[0]
		if e.Actor != budi.Actor() || e.Who != "budi" || e.Target != "link:9" || e.Detail != "wrong phone" || e.IP != "192.0.2.77" || e.At != event.TimeOf(w.clock.now()) {
			t.Errorf("%+v", e)
		}
		next, err := w.AuditLog(ctx, w.owner, w.ws, e.ID, 1)
		if err != nil || len(next) != 1 || next[0].Action != "token.create" {
			t.Errorf("the next page: %+v %v", next, err)
		}
		_, err = w.AuditLog(ctx, w.member("vivi", Viewer), w.ws, 0, 0)
		faulttest.Want(t, err, fault.Forbidden)
	})
}

// A change that fails leaves no entry, and an entry that cannot be written undoes the change.
func TestAuditAndChangeAreOne(t *testing.T) {
	t.Parallel()
	w := setup(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	before := len(w.actions())
	failed := w.db.Write(t.Context(), func(tx *sqldb.WriteTx) error {
		return tx.Run(t.Context(), w.Audit(w.owner, w.ws, "x", "", ""), func(context.Context, *sqldb.WriteTx) error {
			return fault.New(fault.Conflict, "no")
		})
	})
	faulttest.Want(t, failed, fault.Conflict)
	if after := len(w.actions()); after != before {
		t.Errorf("%d entries became %d", before, after)
	}
}

// The log is append-only because no statement can change it.
func TestNoStatementChangesTheAuditLog(t *testing.T) {
	t.Parallel()
	for name, text := range sqldb.ParseStatements(statementFile) {
		upper := strings.ToUpper(text)
		if strings.Contains(upper, "UPDATE AUDIT") || strings.Contains(upper, "DELETE FROM AUDIT") {
			t.Errorf("%s changes the audit log", name)
		}
	}
}
