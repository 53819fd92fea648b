package connect

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"hash/fnv"
	"slices"
)

// Seen remembers which ids came of late, for places. Events of ids older than the ledger's memory would be stored twice without.
type Seen struct {
	hashes []uint64 // the oldest first
	has    map[uint64]bool
}

// mostSeen bounds how many ids are remembered: 8 bytes each.
const mostSeen = 4000

// Add remembers an id, and reports whether it is new.
func (s *Seen) Add(id string) bool {
	h := fnv.New64a()
	_, _ = h.Write([]byte(id))
	return s.add(h.Sum64())
}

func (s *Seen) add(sum uint64) bool {
	if s.has[sum] {
		return false
	}
	if s.has == nil {
		s.has = map[uint64]bool{}
	}
	if len(s.hashes) >= mostSeen {
		delete(s.has, s.hashes[0])
		s.hashes = slices.Delete(s.hashes, 0, 1)
	}
	s.hashes, s.has[sum] = append(s.hashes, sum), true
	return true
}

// MarshalJSON writes the hashes in base64.
func (s Seen) MarshalJSON() ([]byte, error) {
	raw := make([]byte, 0, 8*len(s.hashes))
	for _, h := range s.hashes {
		raw = binary.LittleEndian.AppendUint64(raw, h)
	}
	return json.Marshal(base64.RawStdEncoding.EncodeToString(raw))
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (s *Seen) UnmarshalJSON(text []byte) error {
	var encoded string
	if err := json.Unmarshal(text, &encoded); err != nil {
		return err
	}
	raw, err := base64.RawStdEncoding.DecodeString(encoded)
	if err != nil {
		return err
	}
	*s = Seen{}
	for ; len(raw) >= 8; raw = raw[8:] {
		s.add(binary.LittleEndian.Uint64(raw))
	}
	return nil
}
