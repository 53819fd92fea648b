package collect

import (
	"bytes"

	"jejak/internal/fault"
	"jejak/internal/ingest"
)

// Decode reads a body out of quarantine, as it was or mended: one call, which names its type, or a whole batch, compressed or not.
// What a call lost when it was taken out of its batch was written into it then. A call that is still bad comes back with its fault
// in the item; a body that cannot be read is Invalid.
func Decode(body []byte) ([]ingest.Item, error) {
	q := &request{wire: body, dec: decoder{limits: Options{}.withDefaults().Limits}}
	if isGzip(body) {
		var err error
		if body, err = q.unzip(q.dec.limits.Body); err != nil {
			return nil, fault.Wrap(fault.Invalid, err, "The gzip body is damaged, or over %d KB uncompressed.", q.dec.limits.Body>>10)
		}
	}
	d := &q.dec
	d.reset(body)
	if !d.scan(false) { // one object, and nothing behind it
		return nil, unreadableCall(d)
	}
	if d.reset(body); !d.scan(true) {
		d.reset(bytes.Join([][]byte{[]byte(`{"batch":[`), bytes.TrimPrefix(body, bom), []byte(`]}`)}, nil))
		if !d.scan(true) {
			return nil, unreadableCall(d)
		}
	}
	if d.received > d.limits.Items {
		return nil, fault.New(fault.Invalid, "The batch has %d calls: at most %d are taken.", d.received, d.limits.Items)
	}
	d.build(call{batch: true})
	return d.items, nil
}

func unreadableCall(d *decoder) error {
	return fault.Coded(fault.InvalidFields("This cannot be read as a call, nor as a batch of them.", []fault.Field{{Name: "body", Message: d.fault()}}), "replay_unread")
}
