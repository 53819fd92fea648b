// Package column turns columns of values into bytes and reads them where they lie, without decoding them first.
package column

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"unsafe"
)

// formatVersion is the first byte of every column. Any change of a layout below bumps it; a newer one is refused.
const formatVersion = 1

const (
	kindInts    = 1
	kindStrings = 2
)

// headerSize keeps the data behind it aligned to 8 bytes, as every column's own length is a multiple of 8.
const headerSize = 24

var errShort = errors.New("column ends early")

// Ints are whole numbers, each stored as its distance from the least one in as few whole bytes as the greatest distance
// needs (none where all are equal). Reading one is a single unaligned load, so 8 bytes of padding follow the last.
type Ints struct {
	n     int
	width int
	base  int64
	mask  uint64
	data  []byte
}

// AppendInts encodes values behind dst, whose length must be a multiple of 8.
func AppendInts[T ~int64 | ~uint32 | ~uint16 | ~uint64](dst []byte, values []T) []byte {
	base, top := int64(0), int64(0)
	if len(values) > 0 {
		base, top = int64(values[0]), int64(values[0])
	}
	for _, v := range values {
		base, top = min(base, int64(v)), max(top, int64(v))
	}
	width := (bits.Len64(uint64(top)-uint64(base)) + 7) / 8
	dst = appendHeader(dst, kindInts, width, len(values), uint64(base))
	at := len(dst)
	dst = append(dst, make([]byte, pad8(len(values)*width)+8)...)
	out := dst[at:]
	for i, v := range values {
		u := uint64(v) - uint64(base)
		switch width {
		case 0:
		case 1:
			out[i] = byte(u)
		case 2:
			binary.LittleEndian.PutUint16(out[2*i:], uint16(u))
		default:
			for b := range width {
				out[i*width+b] = byte(u >> (8 * b))
			}
		}
	}
	return dst
}

func pad8(n int) int { return (n + 7) &^ 7 }

func appendHeader(dst []byte, kind, width, n int, base uint64) []byte {
	dst = append(dst, formatVersion, byte(kind), byte(width), 0, 0, 0, 0, 0)
	dst = binary.LittleEndian.AppendUint64(dst, uint64(n))
	return binary.LittleEndian.AppendUint64(dst, base)
}

func readHeader(src []byte, kind byte) (width, n int, base uint64, err error) {
	if len(src) < headerSize {
		return 0, 0, 0, errShort
	}
	if src[0] != formatVersion {
		return 0, 0, 0, fmt.Errorf("column of format %d: this build reads %d", src[0], formatVersion)
	}
	if src[1] != kind || src[2] > 8 {
		return 0, 0, 0, fmt.Errorf("column of kind %d, width %d where kind %d was due", src[1], src[2], kind)
	}
	count := binary.LittleEndian.Uint64(src[8:])
	if count > uint64(len(src))*8 && src[2] > 0 || count > 1<<40 {
		return 0, 0, 0, errShort
	}
	return int(src[2]), int(count), binary.LittleEndian.Uint64(src[16:]), nil
}

// OpenInts reads the column at the beginning of src and returns its length in bytes. It keeps src.
func OpenInts(src []byte) (Ints, int, error) {
	width, n, base, err := readHeader(src, kindInts)
	if err != nil {
		return Ints{}, 0, err
	}
	size := headerSize + pad8(n*width) + 8
	if size > len(src) {
		return Ints{}, 0, errShort
	}
	c := Ints{n: n, width: width, base: int64(base), data: src[headerSize:size:size]}
	c.mask = ^uint64(0)
	if width < 8 {
		c.mask = 1<<(8*width) - 1
	}
	return c, size, nil
}

// Len is how many numbers there are.
func (c Ints) Len() int { return c.n }

// Width is how many bytes one number takes.
func (c Ints) Width() int { return c.width }

// Base is the least number.
func (c Ints) Base() int64 { return c.base }

// At is the i-th number.
func (c Ints) At(i int) int64 {
	return c.base + int64(binary.LittleEndian.Uint64(c.data[i*c.width:])&c.mask)
}

// Bytes are the distances from Base of a column of width 1.
func (c Ints) Bytes() []byte { return c.data[:c.n*c.width] }

// Raw are the distances from Base as they lie, with the padding that makes 8-byte loads of the last one safe.
func (c Ints) Raw() []byte { return c.data }

// AppendTo decodes the numbers [from, to) behind dst.
func (c Ints) AppendTo(dst []int64, from, to int) []int64 {
	for i := from; i < to; i++ {
		dst = append(dst, c.At(i))
	}
	return dst
}

// Strings are byte strings with random access.
type Strings struct {
	ends Ints
	data []byte
}

// AppendStrings encodes values behind dst, whose length must be a multiple of 8.
func AppendStrings(dst []byte, values []string) []byte {
	ends := make([]int64, len(values)+1)
	total := 0
	for i, v := range values {
		total += len(v)
		ends[i+1] = int64(total)
	}
	dst = appendHeader(dst, kindStrings, 0, len(values), uint64(total))
	dst = AppendInts(dst, ends)
	for _, v := range values {
		dst = append(dst, v...)
	}
	return append(dst, make([]byte, pad8(total)-total)...)
}

// OpenStrings reads the column at the beginning of src and returns its length in bytes. It keeps src.
func OpenStrings(src []byte) (Strings, int, error) {
	_, n, total, err := readHeader(src, kindStrings)
	if err != nil {
		return Strings{}, 0, err
	}
	ends, size, err := OpenInts(src[headerSize:])
	if err != nil {
		return Strings{}, 0, err
	}
	at := headerSize + size
	if ends.n != n+1 || total > uint64(len(src)-at) {
		return Strings{}, 0, errShort
	}
	last := int64(0)
	for i := range ends.n {
		e := ends.At(i)
		if e < last || uint64(e) > total {
			return Strings{}, 0, errors.New("column's strings overlap")
		}
		last = e
	}
	return Strings{ends, src[at : at+int(total) : at+int(total)]}, at + pad8(int(total)), nil
}

// Len is how many strings there are.
func (c Strings) Len() int { return max(c.ends.n-1, 0) }

// At is the i-th string. It shares memory with the column: clone what outlives it.
func (c Strings) At(i int) string {
	a, b := c.ends.At(i), c.ends.At(i+1)
	if a == b {
		return ""
	}
	return unsafe.String(&c.data[a], int(b-a))
}

// Mask keeps the bytes of one number of an 8-byte load.
func (c Ints) Mask() uint64 { return c.mask }
