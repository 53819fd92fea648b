package trail

import "math"

// nan is no number.
var nan = math.NaN() //nolint:gochecknoglobals // a constant that Go cannot write as one

func floatOf(bits int64) float64 { return math.Float64frombits(uint64(bits)) }

// snapshot is one workspace as of one change, over all shards.
type snapshot struct {
	seq   uint64
	views []*view
}
