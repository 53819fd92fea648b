package segment

import "context"

// LookBack does all segments' days before now.
func (l *Live) LookBack(ctx context.Context) error {
	for {
		if more, err := l.lookBack(ctx); err != nil || !more {
			return err
		}
	}
}
