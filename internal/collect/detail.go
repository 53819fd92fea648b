package collect

import "jejak/internal/ingest"

// What is found wrong with a call before it is an event.
var (
	saysLargeCall    = ingest.Sentence{Code: "large_call", Words: "the call has %d bytes: at most %d are taken"}
	saysField        = ingest.Sentence{Code: "field", Words: "%s must be %s, not %s"}
	saysNoType       = ingest.Sentence{Code: "no_type", Words: "the call has no type: it must be one of track, page, screen, identify, group and alias"}
	saysType         = ingest.Sentence{Code: "type", Words: "the type is %.40s: it must be one of track, page, screen, identify, group and alias"}
	saysTime         = ingest.Sentence{Code: "time", Words: "%s is %.60s: write it like 2006-01-02T15:04:05.000Z"}
	saysNoCallObject = ingest.Sentence{Code: "no_call_object", Words: "a call must be a JSON object, not %s"}
	saysText         = ingest.Sentence{Code: "text", Words: "the text at byte %d is not valid UTF-8"}
	saysControl      = ingest.Sentence{Code: "control", Words: "a raw control character at byte %d: write it as an escape"}
	saysEscape       = ingest.Sentence{Code: "escape", Words: "an unknown escape at byte %d"}
	saysNoJSON       = ingest.Sentence{Code: "no_json", Words: "%.40q at byte %d is not a JSON value"}
	saysDeep         = ingest.Sentence{Code: "deep", Words: "values nest more than %d deep"}
	saysNoKey        = ingest.Sentence{Code: "no_key", Words: "the call has no write key"}
	saysUnknownKey   = ingest.Sentence{Code: "unknown_key", Words: "no source has the call's write key"}
)

// What is found wrong with a request as a whole.
var (
	saysUnreadable = ingest.Sentence{Code: "unreadable", Words: "The body is not readable: %s."}
	saysManyCalls  = ingest.Sentence{Code: "many_calls", Words: "The batch has %d calls: at most %d are taken."}
	saysEncoding   = ingest.Sentence{Code: "encoding", Words: "Content-Encoding %.40q is not taken: send the body as it is, or with gzip."}
	saysGzip       = ingest.Sentence{Code: "gzip", Words: "The gzip body is damaged or cut off: %v."}
	saysLargeBody  = ingest.Sentence{Code: "large_request", Words: "The body is over %d KB, uncompressed: send smaller batches."}
	saysCutOff     = ingest.Sentence{Code: "cut_off", Words: "The body ended early: %v."}

	saysNotJSON = ingest.Sentence{Code: "not_json", Words: "not JSON at byte %d: %s"}
	saysBody    = ingest.Sentence{Code: "body", Words: "the body must be a JSON object"}
	saysNoBatch = ingest.Sentence{Code: "no_batch", Words: `the body must have a list of calls under "batch"`}
	saysMore    = ingest.Sentence{Code: "more", Words: "something follows the end of the body"}
	saysNoEnd   = ingest.Sentence{Code: "no_end", Words: "a text has no end"}
	saysNoValue = ingest.Sentence{Code: "no_value", Words: "a value is missing"}
	saysNoComma = ingest.Sentence{Code: "no_comma", Words: "a comma or the end of an object or list is missing"}
	saysNoName  = ingest.Sentence{Code: "no_name", Words: "the name of a value is missing"}
	saysNoColon = ingest.Sentence{Code: "no_colon", Words: "a colon is missing"}
)

// What a value is.
var (
	saysNothing  = ingest.Sentence{Code: "nothing", Words: "nothing"}
	saysAText    = ingest.Sentence{Code: "a_text", Words: "a text"}
	saysANumber  = ingest.Sentence{Code: "a_number", Words: "a number"}
	saysABool    = ingest.Sentence{Code: "a_bool", Words: "true or false"}
	saysAnObject = ingest.Sentence{Code: "an_object", Words: "an object"}
	saysAList    = ingest.Sentence{Code: "a_list", Words: "a list"}
)

// Sentences are all that this package says of a call or a request that is rejected.
func Sentences() []ingest.Sentence {
	return []ingest.Sentence{
		saysLargeCall, saysField, saysNoType, saysType, saysTime, saysNoCallObject, saysText, saysControl, saysEscape, saysNoJSON, saysDeep, saysNoKey,
		saysUnknownKey, saysUnreadable, saysManyCalls, saysEncoding, saysGzip, saysLargeBody, saysCutOff, saysNotJSON, saysBody, saysNoBatch, saysMore,
		saysNoEnd, saysNoValue, saysNoComma, saysNoName, saysNoColon, saysNothing, saysAText, saysANumber, saysABool, saysAnObject, saysAList,
	}
}
