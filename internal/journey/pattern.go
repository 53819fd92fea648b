package journey

import (
	"errors"
	"regexp/syntax"
)

// badPattern tells what is wrong with a regular expression, by what a person would mend.
func badPattern(err error) error {
	var e *syntax.Error
	if !errors.As(err, &e) {
		return wrongf("regex_unread", "the regular expression cannot be read: %v", err)
	}
	switch e.Code {
	case syntax.ErrMissingParen, syntax.ErrUnexpectedParen:
		return wrongf("regex_paren", "a parenthesis has no partner in %s", e.Expr)
	case syntax.ErrMissingBracket, syntax.ErrInvalidCharClass, syntax.ErrInvalidCharRange:
		return wrongf("regex_class", "%s is no list of characters", e.Expr)
	case syntax.ErrMissingRepeatArgument, syntax.ErrInvalidRepeatOp:
		return wrongf("regex_repeat", "%s has nothing before it to repeat", e.Expr)
	case syntax.ErrInvalidEscape, syntax.ErrTrailingBackslash:
		return wrongf("regex_escape", "a backslash stands before nothing that it can be put before: %s", e.Expr)
	case syntax.ErrInvalidRepeatSize, syntax.ErrNestingDepth, syntax.ErrLarge:
		return wrongf("regex_large", "%s repeats too often or is too deep", e.Expr)
	default:
		return wrongf("regex_unread", "the regular expression cannot be read: %s", e.Expr)
	}
}
