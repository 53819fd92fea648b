package journey

import (
	"errors"
	"fmt"

	"jejak/internal/fault"
)

// wrong is what is wrong with one place of a question: in words for people, and by a code with what its words name, for screens to say the
// same in the language of who reads.
type wrong struct {
	code, text string
	with       map[string]string
}

func (w *wrong) Error() string { return w.text }

// wrongf makes one; its words name the arguments as v1, v2 and so on.
func wrongf(code, format string, args ...any) error {
	return &wrong{code: code, text: fmt.Sprintf(format, args...), with: fault.Values(args...)}
}

// FieldFault tells what is wrong with a place of a question: an error of Range.Resolve, NewTest or IntervalsOf.
func FieldFault(field string, err error) fault.Field {
	var w *wrong
	if errors.As(err, &w) {
		return fault.Field{Name: field, Message: w.text, Code: w.code, With: w.with}
	}
	return fault.Field{Name: field, Message: err.Error(), Code: "question_unusable"}
}

// Unanswerable is a question with something wrong in it (fault.Invalid).
func Unanswerable(fields ...fault.Field) error {
	return fault.Coded(fault.InvalidFields("This question cannot be answered as it is.", fields), "question_invalid")
}
