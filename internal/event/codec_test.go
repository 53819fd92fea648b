package event

import (
	"encoding/json"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

func genEvent(t *rapid.T) Event {
	object := rapid.Custom(func(t *rapid.T) json.RawMessage {
		b, err := json.Marshal(rapid.MapOf(rapid.String(), rapid.String()).Draw(t, "fields"))
		if err != nil {
			t.Fatal(err)
		}
		return b
	})
	e := Event{
		Source:     Source(rapid.Uint32().Draw(t, "source")),
		Type:       Type(rapid.IntRange(1, 6).Draw(t, "type")),
		Flags:      Flag(rapid.Byte().Draw(t, "flags")),
		Name:       rapid.String().Draw(t, "name"),
		Channel:    rapid.String().Draw(t, "channel"),
		MessageID:  rapid.String().Draw(t, "messageId"),
		ReceivedAt: Time(rapid.Int64Range(-1<<50, 1<<50).Draw(t, "received")),
		Time:       Time(rapid.Int64Range(-1<<50, 1<<50).Draw(t, "time")),
		OriginalAt: Time(rapid.Int64Range(0, 1<<50).Draw(t, "original")),
		SentAt:     Time(rapid.Int64Range(0, 1<<50).Draw(t, "sent")),
		Properties: object.Draw(t, "properties"),
		IDs:        []ID{},
	}
	for range rapid.IntRange(0, 4).Draw(t, "ids") {
		e.IDs = append(e.IDs, ID{Type: IDType(rapid.String().Draw(t, "idType")), Value: rapid.String().Draw(t, "idValue")})
	}
	e.SetIDs(e.IDs)
	return e
}

func TestEventComesBackAsItWasStored(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := genEvent(t)
		var got Event
		if err := got.Decode(want.AppendEncode(nil)); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("stored %+v\ngot    %+v", want, got)
		}
	})
}

func TestNewerEventFormatIsRefused(t *testing.T) {
	t.Parallel()
	b := (&Event{Type: Track}).AppendEncode(nil)
	b[0] = codecVersion + 1
	if err := new(Event).Decode(b); err == nil {
		t.Fatal("an event of a newer format was read")
	}
}

func FuzzDecodeNeverPanics(f *testing.F) {
	f.Add((&Event{Type: Track, Name: "Order Completed", IDs: []ID{{UserID, "u"}}}).AppendEncode(nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		var e, again Event
		if e.Decode(b) != nil {
			return
		}
		if err := again.Decode(e.AppendEncode(nil)); err != nil || !reflect.DeepEqual(e, again) {
			t.Fatalf("%+v does not survive a second trip: %v", e, err)
		}
	})
}
