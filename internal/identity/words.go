package identity

// Rule says why a link was made. Its numbers are durable.
type Rule uint8

// The rules.
const (
	RuleNew    Rule = iota + 1 // none of the ids was known: a new person
	RuleMatch                  // the ids belong to one person
	RuleMerge                  // the ids belonged to several persons, who became one
	RuleAlone                  // its link was revoked: the subject stands alone
	RuleReview                 // somebody accepted a review
)

var ruleNames = [...]string{"", "new", "match", "merge", "alone", "review"}

// String is the rule's stable word.
func (r Rule) String() string { return word(ruleNames[:], int(r)) }

// MarshalText writes the word.
func (r Rule) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// Status says what a link made of an id. Its numbers are durable.
type Status uint8

// The statuses.
const (
	UsedNew       Status = iota + 1 // used, and known to nobody before
	UsedKnown                       // used, and the evidence: it belonged to the person already
	AsideLimit                      // set aside: joining would have broken a limit
	AsideReview                     // set aside until somebody decides
	AsideRejected                   // set aside: somebody decided against it
	AsideAlone                      // set aside: the subject's link was revoked
)

var statusNames = [...]string{"", "new", "known", "limit", "review", "rejected", "revoked"}

// String is the status's stable word.
func (s Status) String() string { return word(statusNames[:], int(s)) }

// MarshalText writes the word.
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Used reports whether the link ties the subject to the id.
func (s Status) Used() bool { return s == UsedNew || s == UsedKnown }

// Reason says why people are asked. Its numbers are durable.
type Reason uint8

// The reasons.
const (
	TwoUsers  Reason = iota + 1 // both persons have a user_id
	TooLarge                    // the person would have more events than MaxMergeEvents
	ManyUsers                   // the event itself carries more user_ids than a person may have
)

var reasonNames = [...]string{"", "two_users", "too_large", "many_users"}

// String is the reason's stable word.
func (r Reason) String() string { return word(reasonNames[:], int(r)) }

// MarshalText writes the word.
func (r Reason) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// ReviewStatus is where a review stands. Its numbers are durable.
type ReviewStatus uint8

// The statuses of a review.
const (
	Open     ReviewStatus = iota + 1 // waits for a decision
	Accepted                         // joined by a link
	Rejected                         // kept apart, and not asked again
	Undone                           // accepted, and that link was revoked: kept apart
	Moot                             // a repair took away the ground for asking
)

var reviewNames = [...]string{"", "open", "accepted", "rejected", "undone", "moot"}

// String is the status's stable word.
func (s ReviewStatus) String() string { return word(reviewNames[:], int(s)) }

// MarshalText writes the word.
func (s ReviewStatus) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// refused reports whether the review keeps its pair apart.
func (s ReviewStatus) refused() bool { return s == Rejected || s == Undone }

func word(words []string, i int) string {
	if i < len(words) {
		return words[i]
	}
	return ""
}
