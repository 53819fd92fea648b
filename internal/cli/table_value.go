package cli

import "jejak/internal/journey"

func valueTables(_ *journey.ValueAnswer) []table { return nil }
