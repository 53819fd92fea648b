package maps

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"jejak/internal/event"
	"jejak/internal/journey"
)

// Limits of what people write.
const (
	maxText     = 10_000
	maxName     = 200
	maxWord     = 200
	maxEvidence = 16 << 10 // bytes
	maxPersonas = 50
	maxOthers   = 50
)

// meeting says what becomes of a field that two authors changed at the same moment.
type meeting uint8

const (
	prose   meeting = iota // merged by word; where that cannot be, as written
	written                // of a card the first stays and the later one is kept in its others; of anything else the later one stays
	placed                 // the later one stays
	listed                 // others: what one took out and what one put in both hold
)

// field says how a field of a thing is read.
type field struct {
	meeting meeting
	zero    string // the value of a field that nobody has set
	// read makes a value canonical, so that equal values are equal bytes; nil is the zero value. The fault is for people.
	read func(raw json.RawMessage) (json.RawMessage, string)
}

// fieldOf finds a field of a kind of things.
func fieldOf(kind Kind, name string) (field, bool) {
	var all map[string]field
	switch kind {
	case KindMap:
		all = headFields()
	case KindStage:
		all = map[string]field{"name": text(prose, maxName), "stage": text(written, maxWord), "place": place()}
	case KindStep:
		all = map[string]field{
			"stage": reference(), "name": text(prose, maxName), "place": place(), "opens": text(written, 40), "evidence": evidence(),
		}
	case KindLane:
		all = map[string]field{"kind": laneKind(), "name": text(prose, maxName), "place": place()}
	case KindCard:
		return cardField(name)
	case KindEdge:
		all = map[string]field{"from": reference(), "to": reference(), "label": text(prose, maxName), "place": place()}
	}
	f, ok := all[name]
	return f, ok
}

func headFields() map[string]field {
	return map[string]field{
		"name": text(prose, maxName), "description": text(prose, maxText), "owner": text(written, maxWord), "personas": personas(),
		"state": state(),
	}
}

func cardField(name string) (f field, ok bool) {
	switch name {
	case "step", "lane":
		f = reference()
	case "place":
		f = place()
	case "text", "note":
		f = text(prose, maxText)
	case "value":
		f = value()
	case "touchpoint", "channel", "owner", "image":
		f = text(written, maxWord)
	case "moment":
		f = of(written, "false", func(bool) string { return "" })
	case "impact", "effort":
		f = of(written, "0", func(n int) string { return outside(n, 0, 5) })
	case "status":
		f = status()
	case "evidence":
		f = evidence()
	case "others":
		f = others()
	default:
		return f, false
	}
	return f, true
}

// of reads fields of a type. A value of the type that is zero, but for a pointer to one, is as good as none.
func of[T any](m meeting, zero string, check func(T) string) field {
	return field{meeting: m, zero: zero, read: func(raw json.RawMessage) (json.RawMessage, string) {
		var v T
		d := json.NewDecoder(bytes.NewReader(raw))
		d.DisallowUnknownFields()
		if err := d.Decode(&v); err != nil {
			return nil, fmt.Sprintf("is no %s", word(reflect.TypeFor[T]()))
		}
		if fault := check(v); fault != "" {
			return nil, fault
		}
		rv := reflect.ValueOf(v)
		if rv.IsZero() || rv.Kind() == reflect.Slice && rv.Len() == 0 {
			return nil, ""
		}
		canonical, err := json.Marshal(v)
		if err != nil {
			return nil, "cannot be written"
		}
		return canonical, ""
	}}
}

func word(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "yes or no (true, false)"
	case reflect.Slice:
		return "list of the kind that belongs here"
	case reflect.Pointer:
		return word(t.Elem())
	case reflect.Int:
		return "whole number"
	default:
		return "object of the kind that belongs here"
	}
}

func text(m meeting, most int) field {
	return of(m, `""`, func(s string) string { return badText(s, most) })
}

func badText(s string, most int) string {
	if !utf8.ValidString(s) || utf8.RuneCountInString(s) > most || strings.ContainsRune(s, 0) {
		return fmt.Sprintf("must be text of at most %d characters", most)
	}
	return ""
}

func outside(n, least, most int) string {
	if n < least || n > most {
		return fmt.Sprintf("must lie between %d and %d", least, most)
	}
	return ""
}

var idForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,40}$`)

func reference() field {
	return of(placed, `""`, func(s string) string {
		if s != "" && !idForm.MatchString(s) {
			return "must be an id: up to 40 letters, digits, - and _"
		}
		return ""
	})
}

func place() field {
	return of(placed, `""`, func(s string) string {
		if s != "" && !validPlace(s) {
			return fmt.Sprintf("must be small letters and digits, at most %d, and not end in 0", maxPlace)
		}
		return ""
	})
}

func laneKind() field {
	return of(written, `""`, func(k LaneKind) string {
		if k != "" && !slices.Contains(LaneKinds(), k) {
			return "is no kind of lane"
		}
		return ""
	})
}

func status() field {
	return of(written, `""`, func(s Status) string {
		if s != "" && !slices.Contains([]Status{Opened, InWork, Done, Dismissed}, s) {
			return "is none of open, in_work, done and dismissed; empty is proposed"
		}
		return ""
	})
}

func state() field {
	return of(written, `""`, func(s State) string {
		if s != AsIs && s != ToBe {
			return "must be as_is or to_be"
		}
		return ""
	})
}

func value() field {
	return of(placed, "null", func(n *int) string {
		if n == nil {
			return ""
		}
		return outside(*n, -2, 5)
	})
}

func personas() field {
	return of(written, "[]", func(all []Persona) string {
		if len(all) > maxPersonas {
			return fmt.Sprintf("are more than %d", maxPersonas)
		}
		for _, p := range all {
			if f := badText(p.Name, maxName); f != "" {
				return "have a name that " + f
			}
			if len(p.Segment) > 40 {
				return "name a segment that cannot be one"
			}
		}
		return ""
	})
}

func evidence() field {
	return of(written, "null", func(e *Evidence) string {
		if e == nil {
			return ""
		}
		if raw, err := json.Marshal(e); err != nil || len(raw) > maxEvidence {
			return fmt.Sprintf("is more than %d bytes", maxEvidence)
		}
		if e.Signal != "" && !slices.Contains([]string{journey.ScaleCSAT, journey.ScaleNPS, journey.ScaleCES, journey.ScaleSentiment}, e.Signal) {
			return "has a signal that is none of csat, nps, ces and sentiment"
		}
		if e.Rule != nil {
			if _, err := journey.NewMatcher(*e.Rule, nil); err != nil {
				return "has a rule that cannot be used: " + err.Error()
			}
		}
		return badText(e.Note+e.Touchpoint+e.Pain, maxText)
	})
}

func others() field {
	return of(listed, "[]", func(all []Other) string {
		if len(all) > maxOthers {
			return fmt.Sprintf("are more than %d: choose among them", maxOthers)
		}
		for _, o := range all {
			f, ok := cardField(o.Field)
			if !ok || o.Field == "others" {
				return fmt.Sprintf("are of a field %q that cards do not have", o.Field)
			}
			if _, message := f.read(o.Value); message != "" {
				return fmt.Sprintf("hold a %s that %s", o.Field, message)
			}
			if message := badText(o.By, maxName); message != "" {
				return "have an author that " + message
			}
			if o.At < 0 || o.At > event.Time(1<<53) {
				return "have a time that cannot be"
			}
		}
		return ""
	})
}
