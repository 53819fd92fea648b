package journeytest

import (
	"strings"

	"jejak/internal/journey"
)

func (a *asking) friction() error {
	a.ans.Friction = &journey.FrictionAnswer{}
	return nil
}

func (s *script) friction(_ *strings.Builder, _ *journey.FrictionAnswer) {}
