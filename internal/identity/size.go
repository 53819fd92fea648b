package identity

import (
	"encoding/binary"

	"jejak/internal/event"
)

// How large a person is has to be known only to about a tenth, only near MaxMergeEvents, but without a write per
// event, across crashes, and, for a repair, as of any change. So one event in step is counted, with weight step, picked
// by its change number: the same events are counted whenever history is looked at.

// sizeCap bounds what is kept of one subject. It stands for four times MaxMergeEvents or more.
const sizeCap = 4 * sizeSteps

// counted reports whether the event of a change is one that is counted. The mixing is SplitMix64's: change numbers have
// patterns (moves take numbers too), and the picked ones must not follow them.
func counted(seq, step uint64) bool {
	seq += 0x9e3779b97f4a7c15
	seq = (seq ^ seq>>30) * 0xbf58476d1ce4e5b9
	seq = (seq ^ seq>>27) * 0x94d049bb133111eb
	return (seq^seq>>31)&(step-1) == 0
}

// sample is a counted event.
type sample struct{ seq, weight uint64 }

// count counts the event if it is its turn.
func (r *Resolver) count(tx Tx, ws event.Workspace, step uint64, s event.Subject, p event.Person, seq uint64) error {
	if !counted(seq, step) {
		return nil
	}
	r.key = key16(r.key, kindSize, ws, s)
	value, ok, err := tx.Get(r.key)
	if err != nil {
		return err
	}
	samples, err := decodeSamples(value, ok)
	if err != nil || len(samples) >= sizeCap {
		return err
	}
	if err := tx.Set(r.key, encodeSamples(append(samples, sample{seq, step}))); err != nil {
		return err
	}
	person, err := getPerson(tx, ws, p)
	if err != nil {
		return err
	}
	person.size += step
	r.key = keyPerson(r.key, ws, p)
	return tx.Set(r.key, person.encode())
}

func encodeSamples(samples []sample) []byte {
	b := make([]byte, 0, 1+4*len(samples))
	b = append(b, format)
	var last uint64
	for _, s := range samples {
		b = binary.AppendUvarint(binary.AppendUvarint(b, s.seq-last), s.weight)
		last = s.seq
	}
	return b
}

func decodeSamples(b []byte, ok bool) (samples []sample, err error) {
	if !ok {
		return nil, nil
	}
	d := decode("size", b)
	var last uint64
	for len(d.b) > 0 && d.err == nil {
		last += d.uvarint()
		samples = append(samples, sample{last, d.uvarint()})
	}
	return samples, d.err
}
