package transfer

import "jejak/internal/ingest"

// What is found wrong with a row that is to become an event.
var (
	saysRow        = ingest.Sentence{Code: "row", Words: "row %d: %s: %v"}
	saysEvent      = ingest.Sentence{Code: "event", Words: "event %d: %s: %v"}
	saysEventLacks = ingest.Sentence{Code: "event_lacks", Words: "event %d has no %s"}
	saysRowNobody  = ingest.Sentence{Code: "row_nobody", Words: "the row has no value for any of its ids"}

	saysMissing  = ingest.Sentence{Code: "missing", Words: "is missing"}
	saysNoJSON   = ingest.Sentence{Code: "value_json", Words: "%q is not JSON"}
	saysNoNumber = ingest.Sentence{Code: "value_number", Words: "%q is not a number"}
	saysNoTruth  = ingest.Sentence{Code: "value_truth", Words: "%q is neither true nor false"}
	saysNoSpan   = ingest.Sentence{Code: "value_span", Words: "%q is no length of time, such as 3d or 36h"}
	saysNoTime   = ingest.Sentence{Code: "value_time", Words: "time %q is not written as %s"}
)

// Sentences are all that this package says of a row that is rejected.
func Sentences() []ingest.Sentence {
	return []ingest.Sentence{
		saysRow, saysEvent, saysEventLacks, saysRowNobody, saysMissing, saysNoJSON, saysNoNumber, saysNoTruth, saysNoSpan, saysNoTime,
	}
}
