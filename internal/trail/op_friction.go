package trail

import "jejak/internal/journey"

func (x *query) friction() (*journey.Answer, error) {
	return &journey.Answer{Friction: &journey.FrictionAnswer{}}, nil
}
