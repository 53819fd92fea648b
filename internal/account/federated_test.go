package account

import (
	"slices"
	"testing"

	"jejak/internal/fault"
	"jejak/internal/fault/faulttest"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
)

func TestAProviderVouchesForAMember(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := setup(t, db)
		try := func(who Federated) (UserID, error) {
			s, err := w.SignInFederated(t.Context(), who, "192.0.2.1", "test")
			return s.User.ID, err
		}
		const issuer = "https://id.example.com"
		for name, who := range map[string]Federated{
			"nobody was invited": {Issuer: issuer, Subject: "1", Email: "eve@example.com", EmailVerified: true},
			"not verified":       {Issuer: issuer, Subject: "1", Email: "siti@example.com"},
			"no address":         {Issuer: issuer, Subject: "1", EmailVerified: true},
			"no subject":         {Issuer: issuer, Email: "siti@example.com", EmailVerified: true},
		} {
			if _, err := try(who); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		siti := Federated{Issuer: issuer, Subject: "1", Email: "Siti@Example.com", EmailVerified: true}
		if id, err := try(siti); err != nil || id != w.owner.User.ID {
			t.Fatalf("let in as %d, %v", id, err)
		}
		// From now on the subject counts, not the address.
		siti.Email, siti.EmailVerified = "new@example.com", false
		if id, err := try(siti); err != nil || id != w.owner.User.ID {
			t.Errorf("let in as %d, %v", id, err)
		}
		_, err := try(Federated{Issuer: issuer, Subject: "2", Email: "siti@example.com", EmailVerified: true})
		faulttest.Want(t, err, fault.Forbidden)
		if got := w.actions(); !slices.Contains(got, "user.federated") {
			t.Errorf("the audit log has %v", got)
		}
	})
}

func TestWhoWasInvitedComesInByTheProvider(t *testing.T) {
	t.Parallel()
	w := setup(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	_, oneTime, err := w.Invite(t.Context(), w.owner, w.ws, Invitation{Email: "budi@example.com", Role: Support})
	if err != nil {
		t.Fatal(err)
	}
	session, err := w.SignInFederated(t.Context(), Federated{Issuer: "https://id.example.com", Subject: "b", Email: "budi@example.com", EmailVerified: true}, "", "")
	if err != nil {
		t.Fatal(err)
	}
	caller, err := w.BySession(t.Context(), session.Token)
	if err != nil || !caller.Can(w.ws, Ask) {
		t.Errorf("in, but may do nothing: %v", err)
	}
	faulttest.Want(t, w.trySignIn("budi@example.com", oneTime, ""), fault.Unauthenticated)
}
