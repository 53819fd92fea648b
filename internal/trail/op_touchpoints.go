package trail

import "jejak/internal/journey"

func (x *query) touchpoints() (*journey.Answer, error) {
	return &journey.Answer{Touchpoints: &journey.TouchpointsAnswer{}}, nil
}
