package journeytest

import (
	"strings"

	"jejak/internal/journey"
)

func (a *asking) content() error {
	a.ans.Content = &journey.ContentAnswer{}
	return nil
}

func (s *script) content(_ *strings.Builder, _ *journey.ContentAnswer) {}
