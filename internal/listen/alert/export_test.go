package alert

// Handle looks at changes as the follower does.
var Handle = (*Store).handle
