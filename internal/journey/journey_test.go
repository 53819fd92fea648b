package journey

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jejak/internal/event"
)

// flattenSlowly is Flatten by way of encoding/json, for objects without doubled paths.
func flattenSlowly(t *rapid.T, raw []byte) map[string]string {
	var v map[string]any
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	var walk func(path string, v any, depth int)
	walk = func(path string, v any, depth int) {
		switch v := v.(type) {
		case map[string]any:
			for k, sub := range v {
				if depth > 0 {
					k = path + "." + k
				}
				walk(k, sub, depth+1)
			}
		case []any:
			if depth > MaxDepth {
				return
			}
			if len(path)+len(".length") <= MaxPath {
				out[path+".length"] = strconv.Itoa(len(v))
			}
			scalars := len(v) > 0
			for _, e := range v {
				switch e.(type) {
				case map[string]any, []any:
					scalars = false
				}
			}
			if scalars && len(path) <= MaxPath {
				b, _ := json.Marshal(v)
				out[path] = clip(string(b))
			}
		default:
			if text, ok := TextOf(v); ok && depth <= MaxDepth && len(path) <= MaxPath {
				out[path] = text
			}
		}
	}
	walk("", v, 0)
	return out
}

func TestFlattenAgreesWithJSON(t *testing.T) {
	t.Parallel()
	key := rapid.StringMatching(`[a-zà-ÿ"\\ ]{1,6}`)
	var value *rapid.Generator[any]
	value = rapid.Custom(func(t *rapid.T) any {
		switch rapid.IntRange(0, 7).Draw(t, "kind") {
		case 0:
			return rapid.MapOfN(key, rapid.Deferred(func() *rapid.Generator[any] { return value }), 0, 3).Draw(t, "object")
		case 1:
			return rapid.SliceOfN(rapid.Deferred(func() *rapid.Generator[any] { return value }), 0, 3).Draw(t, "list")
		case 2:
			return rapid.Float64Range(-1e15, 1e15).Draw(t, "float")
		case 3:
			return float64(rapid.Int32().Draw(t, "int"))
		case 4:
			return rapid.Bool().Draw(t, "bool")
		case 5:
			return nil
		}
		return rapid.String().Draw(t, "text")
	})
	object := rapid.MapOfN(key, value, 0, 5)
	rapid.Check(t, func(t *rapid.T) {
		raw, err := json.Marshal(object.Draw(t, "object"))
		if err != nil {
			t.Fatal(err)
		}
		want, got := flattenSlowly(t, raw), map[string]string{}
		if err := Flatten(raw, func(path, text []byte) { got[string(path)] = string(text) }); err != nil {
			t.Fatalf("%s: %v", raw, err)
		}
		if len(want) != len(got) {
			t.Fatalf("%s\nwant %v\ngot  %v", raw, want, got)
		}
		for k, v := range want {
			if list := len(v) > 0 && v[0] == '['; got[k] != v && !list { // lists keep the literals of their numbers
				t.Fatalf("%s\n%s: want %q, got %q", raw, k, v, got[k])
			}
		}
	})
}

func FuzzFlattenNeverPanics(f *testing.F) {
	f.Add([]byte(`{"a":{"b":[1,"x",{}]},"c":"\u00e9"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if json.Valid(b) && len(b) > 0 && b[0] == '{' {
			if err := Flatten(b, func(_, _ []byte) {}); err != nil {
				t.Fatalf("%s: %v", b, err)
			}
			return
		}
		_ = Flatten(b, func(_, _ []byte) {})
	})
}

func TestQuantilesAreNearestRank(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.SliceOfN(rapid.Int64Range(0, 1<<40), 0, 300).Draw(t, "durations")
		for len(d) > 0 && len(d) < rapid.SampledFrom([]int{1, 3000}).Draw(t, "least") {
			d = append(d, d...)
		}
		sorted := slices.Clone(d)
		slices.Sort(sorted)
		got := TimesOf(slices.Clone(d))
		if want := (Times{len(d), NearestRank(sorted, 0.5), NearestRank(sorted, 0.9)}); got != want {
			t.Fatalf("want %v, got %v", want, got)
		}
		n := 0
		for _, b := range Histogram(d) {
			n += b.N
		}
		if n != len(d) {
			t.Fatalf("the histogram holds %d of %d", n, len(d))
		}
	})
}

func TestRoundedDurationsAreClose(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		ms := rapid.Int64Range(0, 1<<52).Draw(t, "ms")
		r := RoundedDuration(DurationBucket(ms))
		if r > ms || float64(ms-r) > float64(ms)/64 {
			t.Fatalf("%d is rounded to %d", ms, r)
		}
		if DurationBucket(ms) > DurationBucket(ms+1) {
			t.Fatalf("the bucket of %d lies above the next one's", ms)
		}
	})
}

func TestWilson(t *testing.T) {
	t.Parallel()
	// Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
	for _, c := range []struct {
		k, n      int
		low, high float64
	}{{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718}} {
		r := Wilson(c.k, c.n)
		if math.Abs(r.Low-c.low) > 5e-5 || math.Abs(r.High-c.high) > 5e-5 {
			t.Errorf("%d of %d: want [%v, %v], got [%v, %v]", c.k, c.n, c.low, c.high, r.Low, r.High)
		}
	}
	if Wilson(0, 0) != (Rate{}) {
		t.Error("a share of nothing has figures")
	}
}

func TestIntervalsFollowTheZone(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"UTC", "Europe/Berlin", "Asia/Kathmandu", "America/Sao_Paulo", "Australia/Lord_Howe"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		rapid.Check(t, func(t *rapid.T) {
			from := rapid.Int64Range(1e12, 2e12).Draw(t, "from")
			interval := rapid.SampledFrom([]string{Hour, Day, Week, Month}).Draw(t, "interval")
			v, err := IntervalsOf(interval, from, from+rapid.Int64Range(1, 80*86_400_000).Draw(t, "length"), zone)
			if err != nil {
				t.Fatal(err)
			}
			for i, s := range v.Starts {
				if v.Index(s) != i || (i > 0 && v.Index(s-1) != i-1) {
					t.Fatalf("%s %s: the interval at %d is not its own", name, interval, s)
				}
				at := time.UnixMilli(s).In(zone)
				if interval == Week && at.Weekday() != time.Monday || interval == Month && at.Day() != 1 {
					t.Fatalf("%s %s begins at %v", name, interval, at)
				}
				if interval != Hour && at.Hour() > 1 {
					t.Fatalf("%s %s begins at %v", name, interval, at)
				}
			}
			if i := v.Index(from); i != 0 {
				t.Fatalf("%s %s: the beginning lies in interval %d", name, interval, i)
			}
		})
	}
}

func TestRangesResolve(t *testing.T) {
	t.Parallel()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	now := event.TimeOf(time.Date(2026, 4, 1, 12, 0, 0, 0, time.UTC))
	for _, c := range []struct {
		r        Range
		from, to string
	}{
		{Range{From: "2026-03-29", To: "2026-03-29"}, "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"}, // 23 hours
		{Range{From: "2026-01-31T10:00:00+07:00"}, "2026-01-31T03:00:00Z", ""},
		{Range{Last: Duration(48 * time.Hour)}, "2026-03-30T12:00:00Z", "2026-04-01T12:00:00Z"},
		{Range{Last: Duration(48 * time.Hour), Ago: Duration(24 * time.Hour)}, "2026-03-29T12:00:00Z", "2026-03-31T12:00:00Z"},
		{Range{}, "", ""},
	} {
		s, err := c.r.Resolve(berlin, now)
		if err != nil {
			t.Fatal(err)
		}
		from, to := s.Times()
		for _, x := range []struct {
			got  event.Time
			want string
		}{{from, c.from}, {to, c.to}} {
			want := event.Time(0)
			if x.want != "" {
				if err := want.UnmarshalText([]byte(x.want)); err != nil {
					t.Fatal(err)
				}
			}
			if x.got != want {
				t.Errorf("%+v: want %s, got %v", c.r, x.want, x.got.Std())
			}
		}
	}
	for _, r := range []Range{{From: "yesterday"}, {From: "2026-02-02", To: "2026-02-01"}, {From: "2026-02-02", Last: Duration(time.Hour)}, {Ago: Duration(time.Hour)}} {
		if _, err := r.Resolve(berlin, now); err == nil {
			t.Errorf("%+v resolves", r)
		}
	}
}

// Of the first and the last interval a part only is counted where the range cuts them off, or the last is not over: by the clocks of the
// zone, also where a day has 23 or 25 hours.
func TestUnfinishedIntervals(t *testing.T) {
	t.Parallel()
	f := func(zone, interval, from, to, now string, want ...int) {
		t.Helper()
		z, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		at := func(text string, open int64) int64 {
			if text == "" {
				return open
			}
			day, err := time.ParseInLocation("2006-01-02 15:04", text, z)
			if err != nil {
				t.Fatal(err)
			}
			return day.UnixMilli()
		}
		span := Span{at(from, math.MinInt64), at(to, math.MaxInt64)}
		// An open range holds events of 2 to 5 March.
		v, err := IntervalsOf(interval, max(span.From, at("2026-03-02 10:00", 0)), min(span.To, at("2026-03-05 10:00", 0)), z)
		if got := v.Unfinished(span, at(now, 0)); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s by %s from %s to %s at %s: %v, want %v; %v", zone, interval, from, to, now, got, want, err)
		}
	}
	f("Asia/Jakarta", Day, "2026-03-02 00:00", "2026-03-05 00:00", "2026-04-01 00:00")
	f("Asia/Jakarta", Day, "2026-03-02 09:30", "2026-03-05 00:00", "2026-04-01 00:00", 0)
	f("Asia/Jakarta", Day, "2026-03-02 10:00", "2026-03-04 12:00", "2026-04-01 00:00", 0, 2)
	f("Asia/Jakarta", Day, "2026-03-02 00:00", "2026-03-05 00:00", "2026-03-04 23:59", 2)
	f("Asia/Jakarta", Day, "", "", "2026-04-01 00:00") // the data's own ends cut nothing off
	f("Asia/Jakarta", Day, "", "", "2026-03-05 10:00", 3)
	f("Asia/Jakarta", Day, "2026-03-02 00:00", "2026-03-05 00:00", "2026-03-03 08:00", 1, 2) // what has not begun is not over either
	f("Asia/Jakarta", Week, "2026-03-02 00:00", "2026-03-05 00:00", "", 0)
	f("Asia/Jakarta", Hour, "2026-03-02 10:30", "2026-03-02 12:00", "", 0)
	f("Asia/Kathmandu", Hour, "2026-03-02 10:15", "2026-03-02 12:00", "", 0) // whose hours begin a quarter past those of UTC
	f("UTC", Day, "2026-03-02 00:00", "2026-03-05 00:00", "2026-03-05 00:00")
}

// A day of 23 hours is over when its 23 hours are, and one of 25 is not before.
func TestUnfinishedWhereClocksChange(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for day, hours := range map[string]int64{"2026-03-29": 23, "2026-10-25": 25} {
		begin, err := time.ParseInLocation(time.DateOnly, day, zone)
		if err != nil {
			t.Fatal(err)
		}
		from, length := begin.UnixMilli(), hours*3_600_000
		v, err := IntervalsOf(Day, from, from+length, zone)
		if err != nil || len(v.Starts) != 1 {
			t.Fatalf("%s: %v %v", day, v, err)
		}
		if got := v.Unfinished(Span{from, from + length}, from+length); len(got) != 0 {
			t.Errorf("%s is not over after %d hours", day, hours)
		}
		if got := v.Unfinished(Span{from, from + length}, from+length-1); len(got) != 1 {
			t.Errorf("%s is over before its %d hours are", day, hours)
		}
		if got := v.Unfinished(Span{from, from + length - 3_600_000}, 0); len(got) != 1 {
			t.Errorf("%s is whole without its last hour", day)
		}
	}
}
