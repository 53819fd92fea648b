package attribution

import "math"

// Rule divides one conversion among the touches of its path: it sets share[i] for touches[i]. Shares add up to 1.
type Rule func(touches []int, share []float64)

// First gives everything to the first touch.
func First(_ []int, share []float64) {
	clear(share)
	share[0] = 1
}

// Last gives everything to the last touch.
func Last(_ []int, share []float64) {
	clear(share)
	share[len(share)-1] = 1
}

// LastNonDirect gives everything to the last touch that is not direct; to the last one where all are.
func LastNonDirect(direct func(unit int) bool) Rule {
	return func(touches []int, share []float64) {
		clear(share)
		for i := len(touches) - 1; i >= 0; i-- {
			if !direct(touches[i]) {
				share[i] = 1
				return
			}
		}
		share[len(share)-1] = 1
	}
}

// Linear gives every touch the same.
func Linear(_ []int, share []float64) {
	for i := range share {
		share[i] = 1 / float64(len(share))
	}
}

// Position gives the first and the last touch their shares and divides the rest among those between. Of two touches, the two
// divide the rest as they divide the whole.
func Position(first, last float64) Rule {
	return func(_ []int, share []float64) {
		n := len(share)
		switch {
		case n == 1:
			share[0] = 1
		case n == 2 && first+last > 0:
			share[0], share[1] = first/(first+last), last/(first+last)
		case n == 2:
			share[0], share[1] = 0.5, 0.5
		default:
			for i := range share {
				share[i] = (1 - first - last) / float64(n-2)
			}
			share[0], share[n-1] = first, last
		}
	}
}

// StepDecay halves a touch's weight for every half steps that it lies before the conversion. For paths that carry no times.
func StepDecay(half float64) Rule {
	return func(_ []int, share []float64) {
		for i := range share {
			share[i] = float64(len(share) - 1 - i)
		}
		decay(share, half)
	}
}

// TimeDecay turns the ages of touches (how long before the conversion, at least 0, in any unit) into their shares: a weight of
// 2^(-age/half) each. half is above 0.
func TimeDecay(ages []float64, half float64) { decay(ages, half) }

// decay counts from the youngest touch, so that old journeys do not underflow to nothing.
func decay(ages []float64, half float64) {
	youngest := math.Inf(1)
	for _, a := range ages {
		youngest = min(youngest, a)
	}
	sum := 0.0
	for i, a := range ages {
		ages[i] = math.Exp2((youngest - a) / half)
		sum += ages[i]
	}
	for i := range ages {
		ages[i] /= sum
	}
}

// ByRule credits every path by a rule.
func (l *Log) ByRule(rule Rule) []Credit {
	credits := make([]Credit, l.units)
	var share []float64
	for _, p := range l.paths {
		if p.Conversions == 0 {
			continue
		}
		if cap(share) < len(p.Touches) {
			share = make([]float64, 2*len(p.Touches))
		}
		share = share[:len(p.Touches)]
		rule(p.Touches, share)
		for i, u := range p.Touches {
			credits[u].Conversions += p.Conversions * share[i]
			credits[u].Value += p.Value * share[i]
		}
	}
	return credits
}
