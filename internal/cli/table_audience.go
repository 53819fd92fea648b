package cli

import "jejak/internal/journey"

func audienceTables(_ *journey.AudienceAnswer) []table { return nil }
