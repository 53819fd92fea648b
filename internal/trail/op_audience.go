package trail

import "jejak/internal/journey"

func (x *query) audience() (*journey.Answer, error) {
	return &journey.Answer{Audience: &journey.AudienceAnswer{}}, nil
}
