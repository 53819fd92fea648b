package journey

// Drivers asks what moves an outcome.
type Drivers struct{}

// DriversAnswer is the answer.
type DriversAnswer struct{}

func (v *validator) drivers(field string, a Drivers) {
	v.bad(field, "this question is not built yet")
}

func (a Drivers) withDefaults() Drivers { return a }
