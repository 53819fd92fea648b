package identity

import "jejak/internal/event"

// PersonOfSubject is the person that a subject belongs to.
func (r *Reader) PersonOfSubject(ws event.Workspace, s event.Subject) (p event.Person, ok bool, err error) {
	record, ok, err := getSubject(r.view, ws, s)
	return record.person, ok, err
}
