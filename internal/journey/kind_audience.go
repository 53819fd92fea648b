package journey

// Audience asks who they are.
type Audience struct{}

// AudienceAnswer is the answer.
type AudienceAnswer struct{}

func (v *validator) audience(field string, a Audience) {
	v.bad(field, "this question is not built yet")
}

func (a Audience) withDefaults() Audience { return a }
