package trail

import "jejak/internal/journey"

func (x *query) drivers() (*journey.Answer, error) {
	return &journey.Answer{Drivers: &journey.DriversAnswer{}}, nil
}
