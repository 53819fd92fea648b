package heard

// Handle takes changes in as the follower does.
var Handle = (*Store).handle

// TextOf reads an event.
var TextOf = textOf
