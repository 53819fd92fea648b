package journey

// Friction asks where it hurts, ranked.
type Friction struct{}

// FrictionAnswer is the answer.
type FrictionAnswer struct{}

func (v *validator) friction(field string, a Friction) {
	v.bad(field, "this question is not built yet")
}

func (a Friction) withDefaults() Friction { return a }
