//go:build e2e

package crash

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"jejak/e2e/product"
	"jejak/internal/mail/mailtest"
)

const (
	asked        = 1200
	sendingKills = 5
)

// TestAKilledSendingMailsEverybodyOnce sends a survey to many people through a real mail server, and kills the binary while it notes who is
// meant, while it decides on them and while mails go out. Everybody gets the survey; whom the kill caught between the mail server's
// answer and the note of it gets the same mail twice, with one Message-ID, so that their mail program can tell.
func TestAKilledSendingMailsEverybodyOnce(t *testing.T) {
	t.Logf("seed %d", *seed)
	moments := rand.New(rand.NewPCG(*seed, 7))
	inbox := mailtest.Start(t, false)
	var offered, killAt atomic.Int64
	reached := make(chan struct{}, 1)
	inbox.Refuse = func(string) *smtp.SMTPError { // refuses nobody: it only counts
		if offered.Add(1) == killAt.Load() {
			reached <- struct{}{}
		}
		return nil
	}
	data := t.TempDir()
	start := func() *product.Product {
		return product.Start(t, data, "--public-url", "http://127.0.0.1:1", "--mail-url", fmt.Sprintf("smtp://127.0.0.1:%d?tls=off", inbox.Port),
			"--mail-from", "hello@example.com", "--mail-rate", "0")
	}
	p := start()
	owner := p.Setup(t)
	_, writeKey := owner.Source("Club", "web")
	known(t, p.URL, writeKey)
	survey := runningSurvey(t, owner)

	var sending delivery
	until(t, "the index knows all of them", func() bool {
		owner.Do("POST", owner.Path("/surveys/%s/mail/send", survey), map[string]any{"dry": true}, &sending)
		return sending.People == asked
	})
	owner.Do("POST", owner.Path("/surveys/%s/mail/send", survey), map[string]any{}, &sending)
	early := time.NewTimer(time.Duration(moments.IntN(150)) * time.Millisecond)
	<-early.C
	p.Kill()
	for range sendingKills - 1 {
		killAt.Store(offered.Load() + 1 + moments.Int64N(asked/sendingKills))
		p = start()
		select {
		case <-reached:
		case <-time.After(time.Minute):
			t.Fatalf("no mail after %d of them\n%s", offered.Load(), p.Log())
		}
		p.Kill()
	}
	p = start()
	owner = owner.At(p)
	got := through(t, owner, survey, sending.ID)
	if got.People != asked || got.Sent != asked || got.Held+got.Left+got.Failed+got.Withdrawn+got.Queued != 0 {
		t.Errorf("%+v, want %d sent", got, asked)
	}
	copies := map[string]map[string]int{}
	mails := inbox.All()
	for _, m := range mails {
		if copies[m.To] == nil {
			copies[m.To] = map[string]int{}
		}
		copies[m.To][m.Header.Get("Message-Id")]++
	}
	for to, ids := range copies {
		if len(ids) != 1 {
			t.Errorf("%s has %d different mails: %v", to, len(ids), ids)
		}
	}
	if twice := len(mails) - asked; len(copies) != asked || twice > sendingKills {
		t.Errorf("%d people have %d mails after %d kills", len(copies), len(mails), sendingKills)
	}
	t.Logf("%d mails to %d people after %d kills", len(mails), len(copies), sendingKills)
}

type delivery struct {
	ID, State                                           string
	People, Sent, Held, Left, Failed, Withdrawn, Queued int
}

// known makes people with addresses.
func known(t *testing.T, url, writeKey string) {
	t.Helper()
	var batch []map[string]any
	for i := range asked {
		batch = append(batch, map[string]any{
			"type": "identify", "messageId": fmt.Sprint("known-", i), "userId": fmt.Sprint("u", i),
			"traits": map[string]any{"email": fmt.Sprintf("p%d@example.com", i)},
		})
	}
	body, err := json.Marshal(map[string]any{"batch": batch})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequest("POST", url+"/v1/batch", strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(writeKey, "")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Fatal(res.Status)
	}
}

func runningSurvey(t *testing.T, owner *product.Owner) string {
	t.Helper()
	var made struct {
		ID string `json:"id"`
	}
	owner.Do("POST", owner.Path("/surveys"), map[string]any{"name": "Club", "content": map[string]any{
		"languages": []string{"en"}, "questions": []map[string]any{{"id": "q", "kind": "nps", "title": map[string]any{"en": "Well?"}}},
	}}, &made)
	owner.Do("POST", owner.Path("/surveys/%s/state", made.ID), map[string]any{"state": "running"}, nil)
	return made.ID
}

// through waits until a sending is done and all of its mails are out.
func through(t *testing.T, owner *product.Owner, survey, id string) (got delivery) {
	t.Helper()
	until(t, "the sending ends", func() bool {
		owner.Do("GET", owner.Path("/surveys/%s/mail/deliveries/%s", survey, id), nil, &got)
		return got.State == "done" && got.Queued == 0
	})
	return got
}

// until asks again and again.
func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	deadline := time.NewTimer(2 * time.Minute)
	defer deadline.Stop()
	again := time.NewTicker(100 * time.Millisecond)
	defer again.Stop()
	for !holds() {
		select {
		case <-again.C:
		case <-deadline.C:
			t.Fatalf("never: %s", what)
		}
	}
}
