package transfer

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/eventlog"
	"jejak/internal/journey"
	"jejak/internal/trail"
)

// These tests take the real data sets of ../shared/data in by the mappings of examples/mappings, and compare what comes out with
// counts that are taken from the files by a few lines of their own. docs/realdata.md tells the figures.

const (
	mappings = "../../examples/mappings"
	realData = "../../../shared/data"
)

// real is a file of the real data sets; the test is skipped where they are not there.
func real(t *testing.T, name string) string {
	t.Helper()
	file := filepath.Join(realData, filepath.FromSlash(name))
	if _, err := os.Stat(file); err != nil {
		t.Skipf("skipped: the real data set %s is not there (../shared/data is not part of the project)", name)
	}
	return file
}

func exampleMapping(t *testing.T, name string) *Mapping {
	t.Helper()
	f, err := os.Open(filepath.Join(mappings, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, err := ReadMapping(f)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return m
}

// accounted checks that the ledger holds every event of the import and that the store is sound.
func (p *place) accounted(t *testing.T, r Report) {
	t.Helper()
	rows, err := p.log.Ledger(1, eventlog.Query{})
	if err != nil {
		t.Fatal(err)
	}
	var received, stored, duplicate, rejected int64
	for _, row := range rows {
		received += int64(row.Received)
		stored += int64(row.Stored)
		duplicate += int64(row.Duplicate)
		rejected += int64(row.Rejected)
	}
	if received != r.Events || stored != r.Stored || duplicate != r.Duplicate || rejected != sum(r.Rejected) || received != stored+duplicate+rejected {
		t.Errorf("ledger: received %d, stored %d, duplicate %d, rejected %d; report %+v", received, stored, duplicate, rejected, r)
	}
}

// asker answers questions about a place in a zone.
type asker struct {
	*trail.Trail
	d journey.Definitions
}

func (p *place) asker(t *testing.T, zone string) *asker {
	t.Helper()
	tr, err := trail.Open(t.TempDir(), p.log, trail.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := tr.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	if err := tr.WaitFor(context.Background(), p.log.LastSeq()); err != nil {
		t.Fatal(err)
	}
	z, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	return &asker{tr, journey.Definitions{Zone: z, Now: event.TimeOf(time.Now())}}
}

func (a *asker) ask(t *testing.T, q journey.Question) journey.Answer {
	t.Helper()
	answer, err := a.Ask(context.Background(), 1, q, a.d)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

func named1(name string) journey.Filter { return journey.Filter{Event: journey.Names{name}} }

// total asks for one number: how many events, people, or what sum of a property.
func (a *asker) total(t *testing.T, name, measure, property string) float64 {
	t.Helper()
	f := named1(name)
	answer := a.ask(t, journey.Question{
		Kind: journey.KindTrend, Filter: &f, Trend: &journey.Trend{Measure: measure, Property: property, Interval: "month"},
	})
	if len(answer.Trend.Series) == 0 {
		return 0
	}
	return answer.Trend.Series[0].Total
}

// records reads a CSV file, gzip or not, as maps.
func records(t *testing.T, file string) (all []map[string]string) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(file, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	c := csv.NewReader(bufio.NewReader(r))
	head, err := c.Read()
	for err == nil {
		var fields []string
		if fields, err = c.Read(); err == nil {
			row := make(map[string]string, len(head))
			for i, name := range head {
				row[name] = fields[i]
			}
			all = append(all, row)
		}
	}
	if err != io.EOF { //nolint:errorlint // as encoding/csv gives it
		t.Fatal(err)
	}
	return all
}

func TestRealOnlineRetailIsAllThere(t *testing.T) {
	t.Parallel()
	file := real(t, "shop_online_retail_ii/online_retail_2009_2010.csv.gz")
	p := newPlace(t)
	r := run(t, p, file, exampleMapping(t, "online-retail.yaml"))
	p.accounted(t, r)
	// The published totals of the set (SOURCE.md): rows, cancellations, rows without a customer, customers, invoices.
	if r.Rows != 525_461 || r.Stored != 525_461 || r.Events != 525_461 {
		t.Fatalf("%+v", r)
	}
	a := p.asker(t, "Europe/London")
	if got := a.total(t, "Item Cancelled", "events", ""); got != 10_206 {
		t.Errorf("%v cancellations, want 10206", got)
	}
	customers, unknown, invoices, revenue := map[string]bool{}, 0, map[string]bool{}, 0.0
	for _, e := range p.events(t) {
		if id := e.ID(event.UserID); id != "" {
			customers[id] = true
		} else {
			unknown++
		}
		var line struct {
			Order   string  `json:"order_id"`
			Revenue float64 `json:"revenue"`
		}
		if err := json.Unmarshal(e.Properties, &line); err != nil {
			t.Fatal(err)
		}
		invoices[line.Order] = true
		revenue += line.Revenue
	}
	want := 0.0
	for _, row := range records(t, file) {
		quantity, err := json.Number(row["Quantity"]).Float64()
		if err != nil {
			t.Fatal(err)
		}
		price, err := json.Number(row["Price"]).Float64()
		if err != nil {
			t.Fatal(err)
		}
		want += quantity * price
	}
	if len(customers) != 4_383 || unknown != 107_927 || len(invoices) != 28_816 || math.Abs(revenue-want) > 0.01 {
		t.Errorf("%d customers, %d rows without, %d invoices, revenue %.2f; want 4383, 107927, 28816, %.2f", len(customers), unknown, len(invoices), revenue, want)
	}
	t.Logf("525461 rows: %d customers, %d invoices, %.2f GBP", len(customers), len(invoices), revenue)
}

func TestRealHotelBookingsAgree(t *testing.T) {
	t.Parallel()
	file := real(t, "hotel_bookings/hotel_bookings.csv.gz")
	p := newPlace(t)
	r := run(t, p, file, exampleMapping(t, "hotel-bookings.yaml"))
	p.accounted(t, r)
	want := map[string]float64{}
	for _, row := range records(t, file) {
		want["Room Booked"]++
		switch row["reservation_status"] {
		case "Check-Out":
			want["Guest Arrived"]++
			want["Guest Left"]++
		case "Canceled":
			want["Booking Cancelled"]++
		default:
			want["Guest Missed"]++
		}
	}
	a := p.asker(t, "Europe/Lisbon")
	for name, n := range want {
		if got := a.total(t, name, "events", ""); got != n {
			t.Errorf("%s: %v, want %v", name, got, n)
		}
	}
	if r.Rows != 119_390 || r.Stored != r.Events {
		t.Errorf("%+v", r)
	}
	// 37.04 % of the bookings are cancelled or missed (published); city hotel 41.73 %, resort 27.76 %.
	booked, left := named1("Room Booked"), named1("Guest Arrived")
	f := a.ask(t, journey.Question{
		Kind: journey.KindFunnel, Breakdown: &journey.Breakdown{By: "property", Property: "hotel"},
		Funnel: &journey.Funnel{Steps: []journey.Step{{Filter: booked}, {Filter: left}}, Window: journey.Duration(800 * 24 * time.Hour)},
	})
	for _, g := range f.Funnel.Groups {
		lost := 100 * (1 - g.Steps[1].Overall.Value)
		published := map[string]float64{"City Hotel": 41.73, "Resort Hotel": 27.76}[g.Value]
		if math.Abs(lost-published) > 0.005 {
			t.Errorf("%s: %.3f %% did not arrive, published %.2f", g.Value, lost, published)
		}
	}
}

func TestRealOlistOrdersAgree(t *testing.T) {
	t.Parallel()
	file := real(t, "olist_sample/sample_a_3000/olist_orders_dataset.csv")
	p := newPlace(t)
	r := run(t, p, file, exampleMapping(t, "olist-orders.yaml"))
	p.accounted(t, r)
	want := map[string]int{}
	for _, row := range records(t, file) {
		for column, name := range map[string]string{
			"order_purchase_timestamp": "Order Placed", "order_approved_at": "Payment Approved",
			"order_delivered_carrier_date": "Order Shipped", "order_delivered_customer_date": "Order Delivered",
		} {
			if row[column] != "" {
				want[name]++
			}
		}
	}
	got := map[string]int{}
	for _, e := range p.events(t) {
		got[e.Name]++
	}
	for name, n := range want {
		if got[name] != n {
			t.Errorf("%s: %d, want %d", name, got[name], n)
		}
	}
}
