package journeytest

import (
	"strings"

	"jejak/internal/journey"
)

func (a *asking) attribution() error {
	a.ans.Attribution = &journey.AttributionAnswer{}
	return nil
}

func (s *script) attribution(_ *strings.Builder, _ *journey.AttributionAnswer) {}
