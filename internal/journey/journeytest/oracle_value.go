package journeytest

import (
	"strings"

	"jejak/internal/journey"
)

func (a *asking) worth() error {
	a.ans.Value = &journey.ValueAnswer{}
	return nil
}

func (s *script) value(_ *strings.Builder, _ *journey.ValueAnswer) {}
