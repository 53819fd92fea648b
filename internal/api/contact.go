package api

import (
	"bytes"
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"jejak/internal/account"
	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
)

// Somebody who may look at people but not contact them (people.contact) gets e-mail addresses and phone numbers shortened
// wherever they stand: in ids, in traits, and in what events carry.

var emailText = regexp.MustCompile(`[^\s@"'<>(),;:]+@[^\s@"'<>(),;:]+\.[^\s@"'<>(),;:]+`)

// namesContact reports whether a property or trait is called like an address to reach somebody by.
func namesContact(path string) bool {
	name := strings.ToLower(path[strings.LastIndexAny(path, ".")+1:])
	name = strings.NewReplacer("_", "", "-", "", " ", "").Replace(name)
	return slices.Contains([]string{
		"email", "emailaddress", "mail", "phone", "phonenumber", "mobile", "mobilenumber", "msisdn", "tel", "telephone", "whatsapp",
	}, name)
}

// shorten keeps what tells addresses apart for the eye and no more: a…@example.com, …123.
func shorten(s string) string {
	if s == "" {
		return ""
	}
	if local, domain, ok := strings.Cut(s, "@"); ok && local != "" {
		first, _ := utf8.DecodeRuneInString(local)
		return string(first) + "…@" + domain
	}
	if r := []rune(s); len(r) > 6 {
		return "…" + string(r[len(r)-3:])
	}
	return "…"
}

func shortenIn(s string) string {
	if !strings.Contains(s, "@") {
		return s
	}
	return emailText.ReplaceAllStringFunc(s, shorten)
}

func hideID(t, value string) string {
	if t == string(event.Email) || t == string(event.Phone) || namesContact(t) {
		return shorten(value)
	}
	return shortenIn(value)
}

func hideIDs(ids []event.ID) {
	for i := range ids {
		ids[i].Value = hideID(string(ids[i].Type), ids[i].Value)
	}
}

func hideLinkIDs(ids []LinkID) {
	for i := range ids {
		ids[i].Value = hideID(ids[i].Type, ids[i].Value)
	}
}

// hideTraits returns a copy: the map may be the index's own.
func hideTraits(traits map[string]string) map[string]string {
	out := make(map[string]string, len(traits))
	for name, value := range traits {
		if namesContact(name) {
			value = shorten(value)
		}
		out[name] = shortenIn(value)
	}
	return out
}

// hideObject shortens inside of a JSON object. One that cannot be read shows nothing.
func hideObject(o Object) Object {
	if len(o) == 0 {
		return o
	}
	d := json.NewDecoder(bytes.NewReader(o))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return nil
	}
	var out bytes.Buffer
	if encode(&out, hideValue("", v)) != nil {
		return nil
	}
	return Object(bytes.TrimSpace(out.Bytes()))
}

func hideValue(name string, v any) any {
	switch v := v.(type) {
	case string:
		if namesContact(name) {
			return shorten(v)
		}
		return shortenIn(v)
	case json.Number:
		if namesContact(name) {
			return shorten(v.String())
		}
	case map[string]any:
		for k, one := range v {
			v[k] = hideValue(k, one)
		}
	case []any:
		for i, one := range v {
			v[i] = hideValue(name, one)
		}
	}
	return v
}

func (a *API) hides(ctx context.Context, ws event.Workspace) bool {
	return !callerOf(ctx).Can(ws, account.PeopleContact)
}

func (p *PersonPage) hideContacts() {
	p.Traits = hideTraits(p.Traits)
	for i := range p.IDs {
		p.IDs[i].Value = hideID(p.IDs[i].Type, p.IDs[i].Value)
	}
	for i := range p.Subjects {
		hideLinkIDs(p.Subjects[i].IDs)
	}
	for i := range p.Links {
		hideLinkIDs(p.Links[i].IDs)
		hideIDs(p.Links[i].Evidence)
		hideIDs(p.Links[i].SetAside)
	}
}

func (t *Timeline) hideContacts() {
	for i := range t.Events {
		e := &t.Events[i]
		e.Properties, e.Traits, e.Context = hideObject(e.Properties), hideObject(e.Traits), hideObject(e.Context)
	}
}

func hidePersons(rows []journey.PersonRow) {
	for i := range rows {
		rows[i].Traits = hideTraits(rows[i].Traits)
	}
}

// mayBreakDown refuses a question whose answer would list addresses to somebody who may not see them.
func mayBreakDown(q *journey.Question) error {
	if b := q.Breakdown; b != nil && (b.By == "property" || b.By == "trait") && namesContact(b.Property) {
		return fault.New(fault.Forbidden, "Your role does not show addresses (%s), so an answer cannot be broken down by them.", account.PeopleContact)
	}
	if q.People != nil && q.People.Of != nil {
		return mayBreakDown(q.People.Of)
	}
	return nil
}

func hideSchema(s *journey.Schema) {
	hide := func(fields []journey.FieldSchema) []journey.FieldSchema {
		out := slices.Clone(fields)
		for i := range out {
			if namesContact(out[i].Name) || slices.ContainsFunc(out[i].Values, emailText.MatchString) {
				out[i].Values = nil
			}
		}
		return out
	}
	s.Traits = hide(s.Traits)
	s.Events = slices.Clone(s.Events)
	for i := range s.Events {
		s.Events[i].Properties = hide(s.Events[i].Properties)
	}
}
