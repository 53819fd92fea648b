package trail

// What a cell of a paths answer addresses, and who is behind it.

// address reads the cell's names as places in the ranking.
func (a *pathsAcc) address() {
	a.from, a.to = a.named(a.cell.From), a.named(a.cell.To)
	if a.cell.Path == nil {
		return
	}
	a.path = make([]int, len(a.cell.Path))
	for i := range a.path {
		a.path[i] = a.named(&a.cell.Path[i])
	}
}

func (a *pathsAcc) named(s *string) int {
	if s == nil {
		return -1
	}
	for i := range a.rank.groups() {
		if name, _ := a.rank.name(i); name == *s {
			return i
		}
	}
	return -2
}

// touch notes the person where the cell is met: a step's name, or an edge, or with step 0 and no names any container.
func (a *pathsAcc) touch(step, from, to int) {
	if a.hits == nil || a.path != nil || a.cell.Outcome != "" || a.cell.Step != step || (a.from >= 0 && from != a.from) || a.from == -2 || a.to == -2 {
		return
	}
	switch {
	case a.cell.To != nil:
		a.hit = a.hit || (to >= 0 && to == a.to)
	case step == 0:
		a.hit = a.hit || (a.cell.From == nil && from < 0)
	default:
		a.hit = a.hit || to < 0
	}
}

// end notes the person where the cell is the journeys that ended at a step, of a name or any.
func (a *pathsAcc) end(step, name int) {
	if a.cell.Outcome == "exit" && a.cell.Step == step && (a.cell.From == nil || name == a.from) {
		a.hit = true
	}
}

// follow notes the person whose first steps from the anchor are the cell's path, and no more where the depth leaves room.
func (a *pathsAcc) follow(stops []pathStop, depth int) {
	if a.hits == nil || a.path == nil || len(a.path) != depth {
		return
	}
	for i, f := range a.path {
		s := &stops[i]
		if a.opt.To != nil {
			s = &stops[len(stops)-1-i]
		}
		if int(s.fold) != f {
			return
		}
	}
	a.hit = true
}
