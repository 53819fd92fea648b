package trail

// named reports whether every row of the part has a name and needs nothing else but its kind.
func (pp *partPlan) named() bool {
	if !pp.plain {
		return false
	}
	base := int(pp.p.kind.Base())
	for k := range pp.kinds {
		if pp.kinds[k].dead || k < base || pp.labels[k-base] == 0 {
			return false
		}
	}
	return true
}

// bytes counts next steps alone straight from the kinds, where nothing else is wanted.
func (a *pathsAcc) bytes(t task, pp *partPlan, skip, in bitset) bool {
	o := a.opt
	if len(o.Show) != 1 || o.Show[0] != "matrix" || o.Container != "journey" || o.From != nil || o.To != nil || o.Collapse || !pp.named() {
		return false
	}
	if a.pairs == nil {
		a.pairs = make([]pairCount, a.n*a.n)
	}
	var fold [256]uint32
	for b, l := range pp.labels {
		fold[b] = a.rank.of(l)
	}
	p, n, pass := pp.p, uint32(a.n), o.Count == "pass"
	kinds := p.kind.Bytes()
	for i := t.from; i < t.to; i++ {
		rows := kinds[p.off[i]:p.off[i+1]]
		if len(rows) == 0 || skip.contains(i) || (in != nil && !in.has(i)) {
			continue
		}
		a.person++
		a.containers++
		from := fold[rows[0]] * n
		if pass {
			for _, b := range rows[1:] {
				to := fold[b]
				a.pairs[from+to].count++
				from = to * n
			}
			continue
		}
		for _, b := range rows[1:] {
			to := fold[b]
			e := &a.pairs[from+to]
			from = to * n
			var once uint32 // without a branch
			if e.person != a.person {
				once = 1
			}
			e.count += once
			e.person = a.person
		}
	}
	return true
}
