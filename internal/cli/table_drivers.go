package cli

import "jejak/internal/journey"

func driversTables(_ *journey.DriversAnswer) []table { return nil }
