package journey

// Content asks how each piece of content does.
type Content struct{}

// ContentAnswer is the answer.
type ContentAnswer struct{}

func (v *validator) content(field string, a Content) {
	v.bad(field, "this question is not built yet")
}

func (a Content) withDefaults() Content { return a }
