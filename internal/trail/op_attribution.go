package trail

import "jejak/internal/journey"

func (x *query) attribution() (*journey.Answer, error) {
	return &journey.Answer{Attribution: &journey.AttributionAnswer{}}, nil
}
