package simulate

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"time"

	"jejak/internal/event"
)

type kindOfHuman uint8

const (
	passer   kindOfHuman = iota // comes once or twice and is never known
	explorer                    // looks around for weeks, may leave an e-mail address
	buyer                       // buys sooner or later, and perhaps again
)

// human is a simulated customer. Everything in it follows from the seed and its number.
type human struct {
	index     int
	kind      kindOfHuman
	first     string
	last      string
	gender    string
	birthday  string
	language  string
	place     place
	anonymous []string // one for each device: the first is the phone's browser, then a computer, then the app
	skew      []event.Time
	deviceID  string
	userID    string
	email     string
	phone     string
	loyalty   string // "" where the human has no card
	marketID  string
	socialID  string
	bank      int
	taste     int     // the category that the human came for
	rate      float64 // purchases per day while active, once a customer
	dropout   float64 // probability of being lost after a purchase
	appUser   bool
	storeFan  bool
	marketFan bool
	reader    bool // takes the newsletter
}

const (
	devicePhone = iota
	deviceComputer
	deviceApp
)

// world is a history in the making.
type world struct {
	o       Options
	begin   event.Time
	end     event.Time
	planted map[Friction]bool
	humans  []human
}

func newWorld(o Options) *world {
	w := &world{o: o, end: event.TimeOf(o.End), begin: event.TimeOf(o.End.Add(-o.Length)), planted: map[Friction]bool{}}
	for _, f := range o.Friction {
		w.planted[f] = true
	}
	return w
}

// mix is the finaliser of SplitMix64: a good hash of a counter.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

func (w *world) uuid(a, b uint64) string {
	hi := mix(w.o.Seed ^ mix(a<<20^b))
	lo := mix(hi ^ b)
	return fmt.Sprintf("%08x-%04x-4%03x-a%03x-%012x", hi>>32, hi>>16&0xffff, hi&0xfff, lo>>52, lo&0xffffffffffff)
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// weighted picks an index with the given weights.
func weighted(r *rand.Rand, weights []float64) int {
	total := 0.0
	for _, v := range weights {
		total += v
	}
	x := r.Float64() * total
	for i, v := range weights {
		if x -= v; x < 0 {
			return i
		}
	}
	return len(weights) - 1
}

// human makes up customer number i.
func (w *world) human(i int) human {
	r := rand.New(rand.NewPCG(w.o.Seed, uint64(i)*2+1))
	h := human{index: i, kind: kindOfHuman(weighted(r, []float64{0.38, 0.28, 0.34}))}
	h.place = places[weighted(r, placeWeights)]
	h.language = h.place.language
	if r.Float64() < 0.12 {
		h.language = "en"
	}
	h.gender = "female"
	firsts := namesFemale[h.place.names]
	if r.Float64() < 0.48 {
		h.gender, firsts = "male", namesMale[h.place.names]
	}
	h.first, h.last = pick(r, firsts), pick(r, namesFamily[h.place.names])
	age := 19 + int(math.Abs(r.NormFloat64())*14) + r.IntN(8)
	h.birthday = time.Date(w.o.End.Year()-age, time.Month(1+r.IntN(12)), 1+r.IntN(28), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	h.userID = "u" + strconv.Itoa(100_000+i)
	h.email = fmt.Sprintf("%s.%s%d@example.com", latin(h.first), latin(h.last), i)
	h.phone = fmt.Sprintf("+62999%07d", i)
	h.marketID = fmt.Sprintf("mp-%08x", uint32(mix(w.o.Seed^uint64(i)<<3)))
	h.socialID = fmt.Sprintf("@%s_%d", latin(h.first), i)
	h.appUser = r.Float64() < []float64{0, 0.15, 0.45}[h.kind]
	h.storeFan = r.Float64() < []float64{0.05, 0.12, 0.28}[h.kind]
	h.marketFan = r.Float64() < []float64{0.04, 0.08, 0.17}[h.kind]
	h.reader = r.Float64() < []float64{0.01, 0.30, 0.62}[h.kind]
	if h.storeFan && r.Float64() < 0.8 || h.kind == buyer && r.Float64() < 0.15 {
		h.loyalty = fmt.Sprintf("NH-%07d", i)
	}
	h.bank = weighted(r, bankWeights)
	h.taste = weighted(r, categoryWeights)
	// Buying and dropping out follow BG/NBD, so that the value of a customer has a known truth.
	h.rate = gamma(r, 1.4) / 75
	h.dropout = beta(r, 1.1, 3.2)
	w.equip(&h, r)
	return h
}

// equip gives a human devices. A few share the phone or the family's e-mail address with the human before them.
func (w *world) equip(h *human, r *rand.Rand) {
	i := uint64(h.index)
	for d := range uint64(3) {
		h.anonymous = append(h.anonymous, w.uuid(i+1, d))
		skew := event.Time(0)
		if r.Float64() < 0.02 { // a clock that is minutes or hours off
			skew = event.Time(r.NormFloat64() * float64(2*time.Hour/time.Millisecond))
		}
		h.skew = append(h.skew, skew)
	}
	h.deviceID = w.uuid(i+1, 9)
	if h.index%2 == 0 {
		return
	}
	if r.Float64() < 0.025 {
		h.anonymous[deviceComputer] = w.uuid(i, deviceComputer)
	}
	if r.Float64() < 0.015 {
		before := w.human(h.index - 1)
		h.email = before.email
	}
}

// gamma draws from a gamma distribution with the given shape and scale 1 (Marsaglia and Tsang 2000).
func gamma(r *rand.Rand, shape float64) float64 {
	if shape < 1 {
		return gamma(r, shape+1) * math.Pow(r.Float64(), 1/shape)
	}
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := r.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v = v * v * v
		if math.Log(r.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

func beta(r *rand.Rand, a, b float64) float64 {
	x, y := gamma(r, a), gamma(r, b)
	return x / (x + y)
}

// latin is the part of a name that can stand in an address.
func latin(name string) string {
	out := make([]byte, 0, len(name))
	for i := range len(name) {
		switch c := name[i]; {
		case c >= 'A' && c <= 'Z':
			out = append(out, c+'a'-'A')
		case c >= 'a' && c <= 'z':
			out = append(out, c)
		}
	}
	return string(out)
}
