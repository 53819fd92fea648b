package journeytest

import (
	"strings"

	"jejak/internal/journey"
)

func (a *asking) drivers() error {
	a.ans.Drivers = &journey.DriversAnswer{}
	return nil
}

func (s *script) drivers(_ *strings.Builder, _ *journey.DriversAnswer) {}
