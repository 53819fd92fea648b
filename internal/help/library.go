package help

import (
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/registry"
)

// library guards the configuration of the search library, of which the process has one.
var library = takeOver()

// workers take texts apart while an index is made, and are gone afterwards.
const workers = 1

type shared struct {
	sync.Mutex
	err error
}

// takeOver makes the Indonesian stemmer known to the library, and ends the workers that it starts with the process: a program that never
// searches has none running.
func takeOver() *shared {
	bleve.Config.Shutdown()
	return &shared{err: registry.RegisterTokenFilter(stemmerID, func(map[string]any, *registry.Cache) (analysis.TokenFilter, error) { return stemFilter{}, nil })}
}

// with runs a function that writes to indexes that it makes itself.
func (s *shared) with(fn func() error) error {
	s.Lock()
	defer s.Unlock()
	bleve.Config.SetAnalysisQueueSize(workers)
	defer bleve.Config.Shutdown()
	return fn()
}
