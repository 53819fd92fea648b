package identity

import (
	"maps"
	"slices"
	"strings"
)

// memory is a Tx in maps. Keys are grouped by the longest prefix that scans of this package use, so that those are quick.
type memory struct {
	groups map[string]map[string][]byte
	sets   int
}

const groupLen = headLen + 16

func newMemory() *memory { return &memory{groups: map[string]map[string][]byte{}} }

func groupName(key string) string { return key[:min(groupLen, len(key))] }

func (m *memory) Get(key []byte) ([]byte, bool, error) {
	v, ok := m.groups[string(key[:min(groupLen, len(key))])][string(key)]
	return v, ok, nil
}

func (m *memory) Set(key, value []byte) error {
	k := string(key)
	g := m.groups[groupName(k)]
	if g == nil {
		g = map[string][]byte{}
		m.groups[groupName(k)] = g
	}
	g[k] = slices.Clone(value)
	m.sets++
	return nil
}

func (m *memory) Delete(key []byte) error {
	delete(m.groups[groupName(string(key))], string(key))
	return nil
}

func (m *memory) Scan(prefix []byte, fn func(key, value []byte) error) error {
	found := map[string][]byte{}
	take := func(g map[string][]byte) {
		for k, v := range g {
			if strings.HasPrefix(k, string(prefix)) {
				found[k] = v
			}
		}
	}
	if len(prefix) >= groupLen {
		take(m.groups[groupName(string(prefix))])
	} else {
		for _, g := range m.groups {
			take(g)
		}
	}
	for _, k := range slices.Sorted(maps.Keys(found)) {
		if err := fn([]byte(k), found[k]); err != nil {
			return err
		}
	}
	return nil
}

// clone copies the store, to go two ways from one state.
func (m *memory) clone() *memory {
	c := newMemory()
	for name, g := range m.groups {
		c.groups[name] = maps.Clone(g)
	}
	return c
}
