package webhook

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"jejak/internal/fault"
	"jejak/internal/listen/connect"
)

// The example of the specification of Standard Webhooks.
func TestSignatureIsTheStandardOne(t *testing.T) {
	t.Parallel()
	got := Sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", []byte(`{"test": 2432232314}`))
	if want := "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestOnlyWhatIsSignedNowIsTaken(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	c := New()
	s := c.Fresh()
	if err := c.Check(s); err != nil || s["secret"] == c.Fresh()["secret"] {
		t.Fatalf("%v", err)
	}
	good := func(at time.Time) connect.Delivery {
		d := connect.Delivery{ID: "msg_1", Timestamp: strconv.FormatInt(at.Unix(), 10), Body: []byte(`{"network":"forum","text":"hello"}`)}
		d.Signature = Sign(s["secret"], d.ID, d.Timestamp, d.Body)
		return d
	}
	f := func(name string, change func(*connect.Delivery), ok bool) {
		t.Helper()
		d := good(now)
		change(&d)
		all, err := c.Receive(s, d, now)
		if ok && (err != nil || len(all) != 1) || !ok && !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("%s: %v", name, err)
		}
	}
	f("as it should be", func(*connect.Delivery) {}, true)
	f("a second signature", func(d *connect.Delivery) { d.Signature = "v1,AAAA " + d.Signature }, true)
	f("a minute late", func(d *connect.Delivery) { *d = good(now.Add(-time.Minute)) }, true)
	f("six minutes late", func(d *connect.Delivery) { *d = good(now.Add(-6 * time.Minute)) }, false)
	f("six minutes early", func(d *connect.Delivery) { *d = good(now.Add(6 * time.Minute)) }, false)
	f("another time", func(d *connect.Delivery) { d.Timestamp = strconv.FormatInt(now.Unix()+1, 10) }, false)
	f("another id", func(d *connect.Delivery) { d.ID = "msg_2" }, false)
	f("another body", func(d *connect.Delivery) { d.Body = append(d.Body, ' ') }, false)
	f("no signature", func(d *connect.Delivery) { d.Signature = "" }, false)
	f("another version", func(d *connect.Delivery) { d.Signature = "v2" + d.Signature[2:] }, false)
	f("no time", func(d *connect.Delivery) { d.Timestamp = "now" }, false)
	f("another secret", func(d *connect.Delivery) {
		d.Signature = Sign(c.Fresh()["secret"], d.ID, d.Timestamp, d.Body)
	}, false)
	if _, err := c.Receive(connect.Settings{}, good(now), now); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("without a secret: %v", err)
	}
	for _, bad := range []string{"", "whsec_", "whsec_AAAA", "whsec_!!!"} {
		if err := c.Check(connect.Settings{"secret": bad}); !fault.Is(err, fault.Invalid) {
			t.Errorf("the secret %q: %v", bad, err)
		}
	}
}

func TestBodies(t *testing.T) {
	t.Parallel()
	all, err := Read("msg_1", []byte(`{"mentions":[{"network":"forum","id":"7","author":"ann","text":"a","time":"2026-03-02T08:00:00+07:00","reach":5,"verified":true,"more":1},{"network":"forum","title":"b"}]}`))
	if err != nil || len(all) != 2 || all[0].ID != "7" || *all[0].Reach != 5 || !all[0].Verified || all[0].At.UTC().Hour() != 1 || all[1].ID != "msg_1.1" {
		t.Errorf("%+v %v", all, err)
	}
	if all, err := Read("m", []byte(`{"mentions":[]}`)); err != nil || len(all) != 0 {
		t.Errorf("none: %v %v", all, err)
	}
	for _, bad := range []string{
		``, `[]`, `null`, `3`, `{`, `{"mentions":3}`, `{"mentions":[3]}`, `{"text":"no network"}`, `{"network":"n"}`, `{"network":"n","text":"x","time":"today"}`,
		`{"network":"n","text":"x","reach":"many"}`, `{"mentions":[` + strings.Repeat(`{"network":"n","text":"x"},`, 500) + `{"network":"n","text":"x"}]}`,
	} {
		if _, err := Read("m", []byte(bad)); !fault.Is(err, fault.Invalid) {
			t.Errorf("%.60s: %v", bad, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"mentions":[{"network":"forum","id":"7","text":"a","time":"2026-03-02T08:00:00Z"}]}`))
	f.Add([]byte(`{"network":"n","text":"x","reach":1e999}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		all, err := Read("m", body)
		if err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("%v", err)
		}
		for _, m := range all {
			if _, err := m.Event("n1", time.Now()); err != nil || !m.Said() {
				t.Errorf("%+v: %v", m, err)
			}
		}
	})
}

// FuzzReceive: nothing is taken from who does not know the secret, whatever the headers and the body say.
func FuzzReceive(f *testing.F) {
	f.Add("1", "1772452800", "v1,abc", []byte(`{"network":"n","text":"t"}`))
	f.Add("", "", "", []byte(`{}`))
	f.Add("1", "-9223372036854775808", "v1, v1,", []byte(`{"mentions":[]}`))
	c := New()
	s := c.Fresh()
	f.Fuzz(func(t *testing.T, id, timestamp, signature string, body []byte) {
		got, err := c.Receive(s, connect.Delivery{ID: id, Timestamp: timestamp, Signature: signature, Body: body}, time.Unix(1772452800, 0))
		if !fault.Is(err, fault.Unauthenticated) || got != nil {
			t.Errorf("%v %v", got, err)
		}
	})
}
