package journeytest

import (
	"strings"

	"jejak/internal/journey"
)

func (a *asking) audience() error {
	a.ans.Audience = &journey.AudienceAnswer{}
	return nil
}

func (s *script) audience(_ *strings.Builder, _ *journey.AudienceAnswer) {}
