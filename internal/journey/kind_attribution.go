package journey

// Attribution asks which channel earned the conversions.
type Attribution struct{}

// AttributionAnswer is the answer.
type AttributionAnswer struct{}

func (v *validator) attribution(field string, a Attribution) {
	v.bad(field, "this question is not built yet")
}

func (a Attribution) withDefaults() Attribution { return a }
