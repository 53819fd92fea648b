package clv

import (
	"encoding/csv"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// The published figures of the CDNOW sample. Sources: shared/data/clv_cdnow/published_expected.json.

func cdnow(t *testing.T, name string) [][]float64 {
	t.Helper()
	f, err := os.Open(filepath.Join("../../../shared/data/clv_cdnow", name))
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("skipped: the real data set clv_cdnow is not there (../shared/data is not part of the project)")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out [][]float64
	for _, row := range rows[1:] {
		var figures []float64
		for _, text := range row {
			v, err := strconv.ParseFloat(text, 64)
			if err != nil {
				t.Fatal(err)
			}
			figures = append(figures, v)
		}
		out = append(out, figures)
	}
	return out
}

func cdnowCells(t *testing.T) []Cell {
	t.Helper()
	var cells []Cell
	for _, r := range cdnow(t, "cdnow_customers_summary.csv") {
		cells = append(cells, Cell{Repeat: int(r[1]), Last: r[2], Age: r[3], N: 1})
	}
	return cells
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: %.7g, published %.7g ± %g", what, got, want, tolerance)
	}
}

func nearAll(t *testing.T, fit Fit, ll float64, want ...float64) {
	t.Helper()
	for i, p := range fit.Parameters {
		near(t, p.Name, p.Value, want[i], 0.001*max(1, want[i]))
		if p.StdErr <= 0 || p.Low >= p.Value || p.High <= p.Value {
			t.Errorf("%s %.4g has no interval: ±%g, %g to %g", p.Name, p.Value, p.StdErr, p.Low, p.High)
		}
	}
	near(t, "log-likelihood", fit.LogLikelihood, ll, 0.05)
	if !fit.Converged {
		t.Error("did not converge")
	}
}

func TestBGNBDOnCDNOW(t *testing.T) {
	t.Parallel()
	m, fit, err := FitBGNBD(cdnowCells(t), false)
	if err != nil {
		t.Fatal(err)
	}
	nearAll(t, fit, -9582.429, 0.2426, 4.4136, 0.7929, 2.4259)
	if fit.Customers != 2357 || fit.Repeaters != 946 {
		t.Errorf("%d customers, %d with a repeat order", fit.Customers, fit.Repeaters)
	}
	near(t, "conditional expectation", m.Alive(2, 30.43, 38.86)*m.Later(2, 38.86, 39), 1.226, 0.001)
	near(t, "alive with no repeat order", m.Alive(0, 0, 38.86), 1, 0)
	for i, week := range []float64{0.1429, 1, 3, 31.8571, 32, 78} {
		near(t, "new customer", m.New(week), []float64{0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576}[i], 0.001)
	}
	r := NewBGNBD(0.243, 4.414, 0.793, 2.426, false)
	near(t, "10 in 2 weeks", r.Probability(10, 2), 1.07869e-07, 1e-11)
	near(t, "none in 39 weeks", r.Probability(0, 39), 0.5737864, 1e-6)
	for i, want := range []float64{
		0.0019995214, 0.0015170236, 0.001163315, 0.0009003148, 0.0007023638, 0.0005517902, 0.0004361913, 0.0003467171, 0.0002769613, 0.000222226,
	} {
		near(t, "so many in 30 weeks", r.Probability(11+i, 30), want, 1e-8)
	}
}

func TestMBGNBDOnCDNOW(t *testing.T) {
	t.Parallel()
	_, fit, err := FitBGNBD(cdnowCells(t), true)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{0.525, 6.183, 0.891, 1.614} {
		near(t, fit.Parameters[i].Name, fit.Parameters[i].Value, want, 0.002)
	}
}

func TestParetoNBDOnCDNOW(t *testing.T) {
	t.Parallel()
	_, fit, err := FitParetoNBD(cdnowCells(t))
	if err != nil {
		t.Fatal(err)
	}
	nearAll(t, fit, -9594.976, 0.5531, 10.577, 0.6062, 11.67)
	m := ParetoNBD{0.553, 10.578, 0.606, 11.669}
	for week, want := range []float64{0, 0.05077821, 0.09916088, 0.14542507, 0.1897993, 0.23247466, 0.27361274, 0.31335159, 0.35181024, 0.38909211} {
		near(t, "new customer", m.New(float64(week)), want, 0.0025) // printed without a tolerance, for a fit a little further from the top
	}
	near(t, "conditional expectation", m.Alive(26, 30.86, 31)*m.Later(26, 31, 52), 25.46, 0.01)
	p := ParetoNBD{0.5534, 10.5802, 0.6061, 11.6562}
	near(t, "alive", p.Alive(26, 30.86, 31), 0.9979, 0.001)
}

func TestGammaGammaOnCDNOW(t *testing.T) {
	t.Parallel()
	var list []Spend
	rows := cdnow(t, "cdnow_customers_summary_with_transactions.csv")
	for _, r := range rows {
		list = append(list, Spend{Orders: int(r[1]), Mean: r[4], N: 1})
	}
	m, fit, err := FitGammaGamma(list)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{6.25, 3.74, 15.44} {
		near(t, fit.Parameters[i].Name, fit.Parameters[i].Value, want, 0.01)
	}
	near(t, "log-likelihood", fit.LogLikelihood, -4055.9177, 0.01)
	if fit.Customers != 946 || !fit.Converged {
		t.Errorf("%d customers, converged %v", fit.Customers, fit.Converged)
	}
	for i, want := range []float64{24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17} {
		got, ok := m.Mean(int(rows[i][1]), rows[i][4])
		if !ok {
			t.Fatal("no expectation")
		}
		near(t, "expected average", got, want, 0.1)
	}
}
