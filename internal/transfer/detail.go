package transfer

import "jejak/internal/ingest"

// What is found wrong with a row that cannot be read.
var (
	saysRowBareQuote = ingest.Sentence{Code: "row_bare_quote", Words: "row %d has a quote inside a cell that does not begin with one, in line %d of the file"}
	saysRowQuote     = ingest.Sentence{Code: "row_quote", Words: "row %d has a quote that is not closed, or closed too early; it begins in line %d of the file"}
	saysRowLong      = ingest.Sentence{Code: "row_long", Words: "row %d has more than %d MB"}
	saysRowCells     = ingest.Sentence{Code: "row_cells", Words: "row %d has %d fields, not %d"}
	saysRowText      = ingest.Sentence{Code: "row_text", Words: "row %d, column %s: %q is not UTF-8; declare the file's encoding"}
	saysRowJSON      = ingest.Sentence{Code: "row_json", Words: "row %d is not JSON from its byte %d on"}
	saysRowObject    = ingest.Sentence{Code: "row_object", Words: "row %d is not one whole JSON object"}
)

// What is found wrong with a row that is to become an event.
var (
	saysEventOfRow = ingest.Sentence{Code: "event_of_row", Words: "the event of row %d: %s"}

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
		saysRowBareQuote, saysRowQuote, saysRowLong, saysRowCells, saysRowText, saysRowJSON, saysRowObject, saysEventOfRow,
		saysRow, saysEvent, saysEventLacks, saysRowNobody, saysMissing, saysNoJSON, saysNoNumber, saysNoTruth, saysNoSpan, saysNoTime,
	}
}
