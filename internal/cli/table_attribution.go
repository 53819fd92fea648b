package cli

import "jejak/internal/journey"

func attributionTables(_ *journey.AttributionAnswer) []table { return nil }
