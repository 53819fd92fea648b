package trail

import (
	"encoding/binary"
	"math/bits"
)

// fewGroups is how many groups, at most, have bits of their own.
const fewGroups = 16

// splits reports whether the part's rows can be split into so many groups: the codes that tell them are single bytes.
func (rb *rowBits) splits(groups int) bool {
	for _, k := range rb.pp.bits.labelled {
		if rb.pp.kinds[k].labelCol.vals.Width() != 1 {
			return false
		}
	}
	return groups <= fewGroups
}

// split tells the rows in some by their place in a ranking: [64 rows][group], and one word of zeros more.
func (rb *rowBits) split(dst [][fewGroups]uint64, some []uint64, rank *ranking) [][fewGroups]uint64 {
	dst = room(dst, len(some))
	clear(dst)
	pp := rb.pp
	rest := append(rb.rest[:0], some...)
	rb.rest = rest
	for _, k := range pp.bits.labelled {
		ord := rb.kind(k)
		col, tab := pp.kinds[k].labelCol.vals, pp.kinds[k].labelTab
		var group [256]uint8
		for code := range group {
			if l := code + int(col.Base()); l < len(tab) {
				group[code] = uint8(rank.of(tab[l]))
			}
		}
		codes := col.Bytes()
		for w, m := range rb.one {
			line, r := &dst[w], rest[w]
			for b := m; b != 0; b &= b - 1 { // without a branch for rows that are not in some
				line[group[codes[ord]]&(fewGroups-1)] |= b & -b & r
				ord++
			}
			rest[w] = r &^ m
		}
	}
	for w, m := range rest {
		for ; m != 0; m &= m - 1 {
			dst[w][rank.of(rb.label(w<<6+trailingZeros(m)))&(fewGroups-1)] |= m & -m
		}
	}
	return dst
}

// spread is split for the rows in some of fewGroups groups, from one on, whose places are known.
func spread(dst [][fewGroups]uint64, some []uint64, places []uint8, group int) [][fewGroups]uint64 {
	dst = room(dst, len(some))
	clear(dst)
	for w, m := range some {
		line := &dst[w]
		for ; m != 0; m &= m - 1 {
			if g := int(places[w<<6+trailingZeros(m)]) - group; uint(g) < fewGroups {
				line[g] |= m & -m
			}
		}
	}
	return dst
}

// groups sets dst to the places in a ranking, of at most 256, of the rows in some.
func (rb *rowBits) groups(dst []uint8, some []uint64, rank *ranking) []uint8 {
	dst = room(dst, rb.words()*64)
	pp := rb.pp
	rest := append(rb.rest[:0], some...)
	rb.rest = rest
	for _, k := range pp.bits.labelled {
		ord := rb.kind(k)
		kp := &pp.kinds[k]
		codes := kp.labelCol.vals
		raw, width, keep, base := codes.Raw(), codes.Width(), codes.Mask(), int(codes.Base())
		for w, m := range rb.one {
			few := m & rest[w]
			rest[w] &^= m
			for b := few; b != 0; b &= b - 1 {
				i := trailingZeros(b)
				at := ord + bits.OnesCount64(m&(1<<(i&63)-1))
				code := base + int(binary.LittleEndian.Uint64(raw[at*width:])&keep)
				dst[w<<6+i] = uint8(rank.of(kp.labelTab[code]))
			}
			ord += bits.OnesCount64(m)
		}
	}
	for w, m := range rest {
		for ; m != 0; m &= m - 1 {
			i := w<<6 + trailingZeros(m)
			dst[i] = uint8(rank.of(rb.label(i)))
		}
	}
	return dst
}

// label names the row of a bit.
func (rb *rowBits) label(i int) uint32 {
	p := rb.pp.p
	row := rb.row + i
	kind := int(p.kind.At(row))
	kp, ord := &rb.pp.kinds[kind], 0
	if kp.labelCol != nil || len(kp.rules) > 0 {
		ord = rb.place(kind, i)
	}
	return rb.pp.labelOf(kp, row, ord)
}
