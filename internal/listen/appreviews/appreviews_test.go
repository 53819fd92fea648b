package appreviews

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"jejak/internal/fault"
	"jejak/internal/listen/connect"
)

const playHead = "Package Name,App Version Code,App Version Name,Reviewer Language,Device,Review Submit Date and Time,Review Submit Millis Since Epoch," +
	"Review Last Update Date and Time,Review Last Update Millis Since Epoch,Star Rating,Review Title,Review Text,Developer Reply Date and Time," +
	"Developer Reply Millis Since Epoch,Developer Reply Text,Review Link\n"

const playRows = "com.nusa.app,41,4.1,id,a52q,2026-03-02T08:00:00Z,1772438400000,2026-03-02T08:00:00Z,1772438400000,2,,\"Lambat, sering \"\"keluar\"\" sendiri\nkecewa\",,,,https://play.google.com/console/developers/1/app/2/user-feedback/review-details?reviewId=abc-1&corpus=PUBLIC_REVIEWS\n" +
	"com.nusa.app,41,4.1,en,a52q,2026-03-02T09:00:00Z,1772442000000,,,5,,,,,,\n" +
	"com.nusa.app,41,4.1,zh-TW,a52q,2026-03-02T10:00:00Z,1772445600000,,,4,好用,很喜歡,,,,\n"

const apple = "Date,Rating,Title,Review,Reviewer Nickname,Territory\n2026-03-02,1,Bad,\"Cannot pay, twice\",ann99,IDN\n\"Mar 3, 2026\",5,,Love it,joe,USA\n"

func encoded(t *testing.T, text string, order unicode.Endianness, mark unicode.BOMPolicy) []byte {
	t.Helper()
	out, _, err := transform.Bytes(unicode.UTF16(order, mark).NewEncoder(), []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestPlayInEveryEncoding(t *testing.T) {
	t.Parallel()
	for name, file := range map[string][]byte{
		"UTF-8": []byte(playHead + playRows), "UTF-8 with a mark": []byte("\xEF\xBB\xBF" + playHead + playRows),
		"UTF-16LE with a mark": encoded(t, playHead+playRows, unicode.LittleEndian, unicode.UseBOM),
		"UTF-16LE":             encoded(t, playHead+playRows, unicode.LittleEndian, unicode.IgnoreBOM),
		"UTF-16BE with a mark": encoded(t, playHead+playRows, unicode.BigEndian, unicode.UseBOM),
	} {
		all, err := New().Read(connect.Settings{"store": Play, "app": "com.nusa.app"}, file)
		if err != nil || len(all) != 2 {
			t.Errorf("%s: %d reviews, %v", name, len(all), err)
			continue
		}
		m := all[0]
		if m.Network != "play" || m.ID != "com.nusa.app:abc-1" || m.Text != "Lambat, sering \"keluar\" sendiri\nkecewa" || *m.Rating != 2 || m.Language != "id" ||
			!m.At.Equal(time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)) || m.Channel != "app" || m.Whose().Value != "play:abc-1" {
			t.Errorf("%s: %+v", name, m)
		}
		if all[1].Title != "好用" || all[1].Text != "很喜歡" || all[1].ID == "" {
			t.Errorf("%s: %+v", name, all[1])
		}
	}
}

func TestAppStore(t *testing.T) {
	t.Parallel()
	s := connect.Settings{"store": AppStore, "app": "Nusa"}
	all, err := New().Read(s, []byte(apple))
	if err != nil || len(all) != 2 || all[0].Author != "ann99" || all[0].Title != "Bad" || *all[1].Rating != 5 || all[1].At.Day() != 3 {
		t.Fatalf("%+v %v", all, err)
	}
	again, err := New().Read(s, []byte(apple))
	if err != nil || again[0].ID != all[0].ID || all[0].ID == all[1].ID {
		t.Errorf("ids %s %s %s", all[0].ID, again[0].ID, all[1].ID)
	}
}

func TestWhatIsNoFileOfAStore(t *testing.T) {
	t.Parallel()
	for file, says := range map[string]string{
		"":                                     "no first line",
		"a,b\n1,2\n":                           "other store",
		"\x89PNG\x00\x00":                      "not text",
		"Rating,Review,Date\n9,x,2026-03-02":   "1 to 5",
		"Rating,Review,Date\nNaN,x,2026-03-02": "1 to 5",
		"Rating,Review,Date\n1,x,yesterday":    "the date",
	} {
		if _, err := New().Read(connect.Settings{"store": AppStore, "app": "x"}, []byte(file)); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), says) {
			t.Errorf("%.40q: %v", file, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(playHead+playRows), true)
	f.Add([]byte(apple), false)
	f.Add([]byte("\xFF\xFEa\x00"), true)
	f.Fuzz(func(t *testing.T, file []byte, play bool) {
		s := connect.Settings{"store": AppStore, "app": "x"}
		if play {
			s["store"] = Play
		}
		all, err := New().Read(s, file)
		if err != nil && !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.TooLarge) {
			t.Errorf("%v", err)
		}
		for _, m := range all {
			if !m.Said() || *m.Rating < 1 || *m.Rating > 5 || m.At.IsZero() && err != nil {
				t.Errorf("%+v", m)
			}
		}
	})
}
