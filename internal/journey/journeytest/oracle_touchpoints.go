package journeytest

import (
	"strings"

	"jejak/internal/journey"
)

func (a *asking) touchpoints() error {
	a.ans.Touchpoints = &journey.TouchpointsAnswer{}
	return nil
}

func (s *script) touchpoints(_ *strings.Builder, _ *journey.TouchpointsAnswer) {}
