package trail

import "jejak/internal/journey"

func (x *query) content() (*journey.Answer, error) {
	return &journey.Answer{Content: &journey.ContentAnswer{}}, nil
}
