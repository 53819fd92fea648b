package simulate

import "jejak/internal/trail"

// An index can be built of a Bulk directly.
var _ trail.Source = (*Bulk)(nil)
