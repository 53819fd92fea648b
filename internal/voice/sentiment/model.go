package sentiment

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"

	"github.com/klauspost/compress/zstd"

	"jejak/internal/fault"
)

// Model is a linear model of hashed features: for each place one weight of polarity (positive against negative) and one of neutrality.
// It is read-only and safe for concurrent use.
type Model struct {
	Language Language
	Bits     uint
	// Bias are the two weights of every text, Traditional those of a text in Traditional Chinese instead, Scale what one step of a
	// weight is worth: polarity, neutrality.
	Bias, Traditional, Scale [2]float32

	weights table
}

// New makes a model of what features weigh, each place at most once. Bias and scale are the caller's to set.
func New(l Language, bits uint, weights []Entry) *Model {
	return &Model{Language: l, Bits: bits, weights: newTable(bits, weights)}
}

// docs/formats/sentiment.md describes the file.
const (
	magic       = "JEJAKSEN"
	version     = 2 // also whenever the features change: weights mean nothing to other features
	headerSize  = 8 + 2 + 2 + 2 + 24 + 4 + 4 + 4
	mostBits    = 31
	mostEntries = 1 << 22
)

// Encode is the model as a file.
func (m *Model) Encode() ([]byte, error) {
	entries := m.weights.entries()
	raw := make([]byte, 0, 5*len(entries))
	last := uint32(0)
	for _, e := range entries {
		raw = binary.AppendUvarint(raw, uint64(e.Place-last))
		last = e.Place
	}
	for k := range m.Scale {
		for _, e := range entries {
			raw = append(raw, byte(e.Weights[k]))
		}
	}
	out := make([]byte, 0, headerSize)
	out = append(out, magic...)
	out = binary.LittleEndian.AppendUint16(out, version)
	out = binary.LittleEndian.AppendUint16(out, uint16(m.Bits))
	out = append(out, m.Language[:2]...)
	for _, v := range [...]float32{m.Bias[0], m.Bias[1], m.Traditional[0], m.Traditional[1], m.Scale[0], m.Scale[1]} {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(v))
	}
	out = binary.LittleEndian.AppendUint32(out, uint32(len(entries)))
	out = binary.LittleEndian.AppendUint32(out, uint32(len(raw)))
	out = binary.LittleEndian.AppendUint32(out, crc32.Checksum(raw, crc32.MakeTable(crc32.Castagnoli)))
	packer, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false))
	if err != nil {
		return nil, fmt.Errorf("pack a model: %w", err)
	}
	return packer.EncodeAll(raw, out), nil
}

// Decode reads the file of a model. A file of any other version is refused.
func Decode(file []byte) (*Model, error) {
	if len(file) < headerSize || string(file[:8]) != magic {
		return nil, fault.New(fault.Corrupt, "This is no model of feelings.")
	}
	if v := binary.LittleEndian.Uint16(file[8:]); v != version {
		return nil, fault.New(fault.Corrupt, "The model has version %d and this build reads version %d: train it again.", v, version)
	}
	bits := uint(binary.LittleEndian.Uint16(file[10:]))
	if bits < 1 || bits > mostBits {
		return nil, fault.New(fault.Corrupt, "The model has places of %d bits; 1 to %d are allowed.", bits, mostBits)
	}
	var numbers [6]float32
	for i := range numbers {
		numbers[i] = math.Float32frombits(binary.LittleEndian.Uint32(file[14+4*i:]))
		if v := float64(numbers[i]); math.IsNaN(v) || math.Abs(v) > 1e6 {
			return nil, fault.New(fault.Corrupt, "The model has a number that is out of bounds.")
		}
	}
	count, size := int(binary.LittleEndian.Uint32(file[38:])), int(binary.LittleEndian.Uint32(file[42:]))
	if count > mostEntries || size > count*(binary.MaxVarintLen32+2) {
		return nil, fault.New(fault.Corrupt, "The model's length does not fit its weights.")
	}
	unpacker, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(mostEntries*(binary.MaxVarintLen32+2)))
	if err != nil {
		return nil, fmt.Errorf("unpack a model: %w", err)
	}
	defer unpacker.Close()
	raw, err := unpacker.DecodeAll(file[headerSize:], make([]byte, 0, size))
	if err != nil || len(raw) != size || crc32.Checksum(raw, crc32.MakeTable(crc32.Castagnoli)) != binary.LittleEndian.Uint32(file[46:]) {
		return nil, fault.New(fault.Corrupt, "The model does not read back: its file is damaged.")
	}
	entries, ok := readEntries(raw, count, bits)
	if !ok {
		return nil, fault.New(fault.Corrupt, "The model's places are out of order: its file is damaged.")
	}
	m := New(Language(file[12:14]), bits, entries)
	m.Bias, m.Traditional, m.Scale = [2]float32(numbers[:2]), [2]float32(numbers[2:4]), [2]float32(numbers[4:])
	return m, nil
}

// readEntries takes gaps between places, then the polarities of all, then their neutralities.
func readEntries(raw []byte, count int, bits uint) ([]Entry, bool) {
	entries := make([]Entry, count)
	last := uint64(0)
	for i := range entries {
		gap, n := binary.Uvarint(raw)
		last += gap
		if n <= 0 || gap >= 1<<bits || last >= 1<<bits || i > 0 && gap == 0 {
			return nil, false
		}
		entries[i].Place = uint32(last)
		raw = raw[n:]
	}
	if len(raw) != 2*count {
		return nil, false
	}
	for i := range entries {
		entries[i].Weights = [2]int8{int8(raw[i]), int8(raw[count+i])}
	}
	return entries, true
}

// Answer is polarity and neutrality of a text, with the bias that suits it.
func (m *Model) Answer(f *Features) (polarity, neutrality float64) {
	bias := m.Bias
	if f.Traditional {
		bias = m.Traditional
	}
	polarity, neutrality = m.Sums(f)
	return polarity + float64(bias[0]), neutrality + float64(bias[1])
}

// Sums are polarity and neutrality of a text, without the bias.
func (m *Model) Sums(f *Features) (polarity, neutrality float64) {
	wordShare, pieceShare := f.Weights()
	p, n := m.sum(f.Words)
	polarity, neutrality = float64(p)*wordShare, float64(n)*wordShare
	p, n = m.sum(f.Pieces)
	polarity += float64(p) * pieceShare
	neutrality += float64(n) * pieceShare
	return polarity * float64(m.Scale[0]), neutrality * float64(m.Scale[1])
}

func (m *Model) sum(group []uint32) (polarity, neutrality int32) {
	for _, at := range group {
		w := m.weights.weights[m.weights.slot(at)]
		polarity += int32(w[0])
		neutrality += int32(w[1])
	}
	return polarity, neutrality
}

// Chances turns polarity and neutrality into the chances of the classes: positive and negative are half the polarity away from zero, on either side.
func Chances(polarity, neutrality float64) (negative, neutral, positive float64) {
	top := max(math.Abs(polarity)/2, neutrality)
	p, n, u := math.Exp(polarity/2-top), math.Exp(-polarity/2-top), math.Exp(neutrality-top)
	all := p + n + u
	return n / all, u / all, p / all
}
