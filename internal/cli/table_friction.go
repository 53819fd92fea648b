package cli

import "jejak/internal/journey"

func frictionTables(_ *journey.FrictionAnswer) []table { return nil }
