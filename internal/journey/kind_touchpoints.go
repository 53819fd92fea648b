package journey

// Touchpoints asks how each touchpoint does.
type Touchpoints struct{}

// TouchpointsAnswer is the answer.
type TouchpointsAnswer struct{}

func (v *validator) touchpoints(field string, a Touchpoints) {
	v.bad(field, "this question is not built yet")
}

func (a Touchpoints) withDefaults() Touchpoints { return a }
