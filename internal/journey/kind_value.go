package journey

// Value asks what people are worth.
type Value struct{}

// ValueAnswer is the answer.
type ValueAnswer struct{}

func (v *validator) value(field string, a Value) {
	v.bad(field, "this question is not built yet")
}

func (a Value) withDefaults() Value { return a }
