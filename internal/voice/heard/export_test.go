package heard

// Handle takes changes in as the follower does.
var Handle = (*Store).handle

// HoldSearch keeps everybody from looking for the texts of themes and topics.
func (s *Store) HoldSearch() (release func()) {
	s.search.Lock()
	return s.search.Unlock
}

// TextOf reads an event.
var TextOf = textOf
