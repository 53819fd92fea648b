package cli

import "jejak/internal/journey"

func contentTables(_ *journey.ContentAnswer) []table { return nil }
