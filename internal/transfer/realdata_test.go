package transfer

import (
	"os"
	"path/filepath"
	"testing"
)

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

func TestTryAll(t *testing.T) {
	for _, c := range [][2]string{
		{"clv_cdnow/CDNOW_master.txt", "cdnow.yaml"},
		{"snowplow_web_sessions/snowplow_web_events.csv", "snowplow-web.yaml"},
		{"shop_online_retail_ii/online_retail_2009_2010.csv.gz", "online-retail.yaml"},
		{"hotel_bookings/hotel_bookings.csv.gz", "hotel-bookings.yaml"},
		{"olist_sample/sample_a_3000/olist_orders_dataset.csv", "olist-orders.yaml"},
	} {
		t.Run(c[1], func(t *testing.T) {
			p := newPlace(t)
			r := run(t, p, real(t, c[0]), exampleMapping(t, c[1]))
			r.Write(os.Stderr)
		})
	}
}
