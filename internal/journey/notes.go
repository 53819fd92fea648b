package journey

// The warnings of an answer, as message keys.
const (
	NoteSmallSample = "small_sample" // few people: the figures say little
	NoteUnfinished  = "unfinished"   // the range goes on, so that its last figures will still change
	NoteAssociation = "association"  // the figures tell what goes together, not what causes it
)

// smallSample is how many people an answer should have behind it.
const smallSample = 30

// Annotate adds the warnings that an answer deserves.
func (a *Answer) Annotate(d Definitions) {
	a.Notes = nil
	if a.Kind == KindPeople {
		return
	}
	if a.People < smallSample {
		a.Notes = append(a.Notes, NoteSmallSample)
	}
	if a.To == 0 || (d.Now != 0 && a.To > d.Now) {
		a.Notes = append(a.Notes, NoteUnfinished)
	}
	if a.Kind == KindDrivers {
		a.Notes = append(a.Notes, NoteAssociation)
	}
}
