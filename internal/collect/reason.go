package collect

import "jejak/internal/ingest"

// The reasons that are found here, beside those of ingest. docs/verdicts.md explains each to people.
const (
	// Of whole requests.

	Malformed     ingest.Reason = "malformed"      // not JSON, or not of the form of the call; also an item with a bad value in it
	BadGzip       ingest.Reason = "bad_gzip"       // damaged or cut off
	BadEncoding   ingest.Reason = "bad_encoding"   // compressed in a way that is not taken
	TooManyItems  ingest.Reason = "too_many_items" // a batch of more than the limit
	NoWriteKey    ingest.Reason = "no_write_key"   // of an item in a batch whose other items have one
	UnknownSource ingest.Reason = "unknown_source" // of an item whose write key nobody has

	// Of items.

	TooDeep  ingest.Reason = "too_deep"  // values nest too deep
	BadField ingest.Reason = "bad_field" // a field of the specification holds another kind of value
)
