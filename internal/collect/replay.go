package collect

import (
	"slices"

	"jejak/internal/fault"
	"jejak/internal/ingest"
)

// Decode reads what lies in quarantine, or was mended there: one call as in a batch, or a whole batch. Fault: Invalid.
func Decode(raw []byte) ([]ingest.Item, error) {
	d := &decoder{limits: Options{}.withDefaults().Limits}
	if d.reset(slices.Clone(raw)); !d.scan(true) {
		d.reset(slices.Concat([]byte(`{"batch":[`), raw, []byte("\n]}")))
		if !d.scan(true) || d.received != 1 {
			detail := "it is not one call"
			if d.err != nil {
				detail = d.err.what
			} else if d.detail != "" {
				detail = d.detail
			}
			return nil, fault.InvalidFields("This cannot be read as a call, as it would stand in a batch.", []fault.Field{{Name: "body", Message: detail}})
		}
	}
	if d.received > d.limits.Items {
		return nil, fault.New(fault.TooLarge, "This batch has %d calls: at most %d are taken.", d.received, d.limits.Items)
	}
	d.build(call{batch: true})
	return d.items, nil
}
