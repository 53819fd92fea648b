package trail

import "encoding/binary"

// fast reads persons that lie in one part alone, where kinds are bytes: first the rows that may matter are gathered without a
// branch, then only those are looked at.
func (s *scanner) fast(t task, pp *partPlan, skip, in bitset, acc accumulator) {
	p := pp.p
	s.seek(pp, int(p.off[t.from]))
	for i := t.from; i < t.to; {
		first := p.off[i]
		j := i + 1
		for j < t.to && p.off[j+1]-first <= chunkRows {
			j++
		}
		sel := s.gather(pp, first, p.off[j])
		if len(sel) > 0 {
			s.selected(pp, sel, i, j, skip, in)
		}
		i = j
		if len(s.out.time) > 0 {
			acc.add(&s.out)
			s.out.reset()
		}
	}
}

// gather lists the rows in [from, to) whose kind may matter.
func (s *scanner) gather(pp *partPlan, from, to uint32) []uint32 {
	kinds := pp.p.kind.Bytes()[from:to]
	if cap(s.sel) < len(kinds)+1 {
		s.sel = make([]uint32, 2*len(kinds)+1)
	}
	sel := s.sel[:len(kinds)+1]
	n := 0
	step := &pp.step
	for i, k := range kinds {
		sel[n] = from + uint32(i)
		n += int(step[k])
	}
	return sel[:n]
}

func (s *scanner) selected(pp *partPlan, sel []uint32, from, to int, skip, in bitset) {
	p, k := pp.p, 0
	for i := from; i < to && k < len(sel); i++ {
		end, begin := p.off[i+1], k
		for k < len(sel) && sel[k] < end {
			k++
		}
		switch {
		case k == begin:
		case skip.contains(i) || (in != nil && !in.has(i)):
			s.pass(pp, sel[begin:k])
		case pp.plain:
			s.plain(pp, sel[begin:k])
			s.out.endPerson(i)
		default:
			s.some(pp, sel[begin:k])
			s.out.endPerson(i)
		}
	}
}

// pass goes over rows that are not wanted.
func (s *scanner) pass(pp *partPlan, sel []uint32) {
	if !pp.needOrd {
		return
	}
	kinds, base := pp.p.kind.Bytes(), int(pp.p.kind.Base())
	for _, r := range sel {
		if kind := base + int(kinds[r]); pp.kinds[kind].needOrd {
			s.ords[kind]++
		}
	}
}

// plain appends rows that need nothing but their kind and time.
func (s *scanner) plain(pp *partPlan, sel []uint32) {
	out, n := &s.out, len(s.out.time)
	out.grow(len(sel), s.spec.label.by != "")
	times, masks := out.time[n:n+len(sel)], out.mask[n:n+len(sel)]
	kinds, raw := pp.p.kind.Bytes(), pp.p.time.Raw()
	width, base := pp.p.time.Width(), pp.p.time.Base()
	keep := pp.p.time.Mask()
	for i, r := range sel {
		times[i] = base + int64(binary.LittleEndian.Uint64(raw[int(r)*width:])&keep)
		masks[i] = pp.masks[kinds[r]]
	}
	if s.spec.label.by != "" {
		labels := out.label[n : n+len(sel)]
		for i, r := range sel {
			labels[i] = pp.labels[kinds[r]]
		}
	}
}

// grow makes room for n more rows and counts them in.
func (c *chunk) grow(n int, labels bool) {
	need := len(c.time) + n
	if cap(c.time) < need {
		c.time = append(make([]int64, 0, 2*need), c.time...)
	}
	if cap(c.mask) < need {
		c.mask = append(make([]uint64, 0, 2*need), c.mask...)
	}
	c.time, c.mask = c.time[:need], c.mask[:need]
	if labels {
		if cap(c.label) < need {
			c.label = append(make([]uint32, 0, 2*need), c.label...)
		}
		c.label = c.label[:need]
	}
}

// some appends rows of which some need a closer look.
func (s *scanner) some(pp *partPlan, sel []uint32) {
	p, out := pp.p, &s.out
	kinds, base := p.kind.Bytes(), int(p.kind.Base())
	labels, numbers := s.spec.label.by != "", s.spec.number != ""
	for _, r := range sel {
		b := kinds[r]
		if pp.simple[b] {
			t := p.time.At(int(r))
			if !pp.allInRange && (t < pp.from || t >= pp.to) {
				continue
			}
			out.time, out.mask = append(out.time, t), append(out.mask, pp.masks[b])
			if labels {
				out.label = append(out.label, pp.labels[b])
			}
			if numbers {
				out.num = append(out.num, nan)
			}
			if s.spec.rows {
				out.rows = append(out.rows, rowRef{p, r})
			}
			continue
		}
		kind := base + int(b)
		kp := &pp.kinds[kind]
		ord := 0
		if kp.needOrd {
			ord = s.ords[kind]
			s.ords[kind]++
		}
		s.row(pp, out, int(r), ord, kp)
	}
}
