package cli

import "jejak/internal/journey"

func touchpointsTables(_ *journey.TouchpointsAnswer) []table { return nil }
