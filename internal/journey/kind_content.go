package journey

import (
	"strings"
)

// Content asks which content engages whom: how it is viewed, read, clicked, and followed by conversions.
//
// A view is an event of Views that names an item by Property; of a web address, what follows ? or # is left out. A visit
// ends where nothing of the person is seen for Gap. A view lasts until the next view of the visit, or until the last event
// of the visit; one that nothing follows lasts nobody knows how long. docs/questions/content.md has every detail.
type Content struct {
	Type       string   `json:"type,omitempty" enum:"page,screen,product,video,post,email" doc:"fills views, property and clicks in where they are not given; page by default"`
	Views      *Filter  `json:"views,omitempty" doc:"which events are views"`
	Property   string   `json:"property,omitempty" doc:"the property that names the item"`
	Clicks     *Filter  `json:"clicks,omitempty" doc:"which events are clicks on what is viewed"`
	Scroll     string   `json:"scroll,omitempty" doc:"the numeric property of the depth scrolled to, in percent; scroll_depth by default"`
	Conversion *Filter  `json:"conversion,omitempty" doc:"what content may assist"`
	LookBack   Duration `json:"lookBack,omitempty" doc:"how long before a conversion a view counts; 30d by default"`
	Gap        Duration `json:"gap,omitempty" doc:"the quiet time that ends a visit; 30m by default"`
	Search     string   `json:"search,omitempty" maxLength:"200" doc:"only items that begin so; case does not matter"`
	Top        int      `json:"top,omitempty" minimum:"0" maximum:"100" doc:"so many items, the rest is one; 20 by default"`
}

// ContentAnswer is the table of items. People and Events of the answer are who viewed one, and how often.
type ContentAnswer struct {
	Items     []ContentItem `json:"items" doc:"the most viewed first, other at the end"`
	Converted Rate          `json:"converted" doc:"of those who viewed anything: who converted within the look-back"`
}

// ContentItem is one row. Rates of views are of all its views; Assisted and Without are of people.
type ContentItem struct {
	Item     string           `json:"item"`
	Other    bool             `json:"other,omitempty"`
	Views    int              `json:"views"`
	People   int              `json:"people"`
	Time     ContentTime      `json:"time"`
	Scroll   ContentMean      `json:"scroll" doc:"of the deepest point of each view, in percent"`
	Entry    Rate             `json:"entry" doc:"views that begin a visit's viewing"`
	Exit     Rate             `json:"exit" doc:"views that end it"`
	Onward   Rate             `json:"onward" doc:"views with a view of another item right after, in the same visit"`
	Clicked  Rate             `json:"clicked" doc:"views with a click before the next view, in the same visit"`
	Assisted Rate             `json:"assisted" doc:"of those who viewed it: who converted within the look-back after"`
	Without  Rate             `json:"without" doc:"of those who viewed other items alone: who converted"`
	Lift     *Interval        `json:"lift,omitempty" doc:"assisted less without; none where there is nobody to compare"`
	Channels []ContentChannel `json:"channels" doc:"views by channel, the most first"`
}

// ContentTime is how long n views lasted, in milliseconds.
type ContentTime struct {
	N      int   `json:"n"`
	Median int64 `json:"median"`
	Mean   int64 `json:"mean"`
}

// ContentMean is a mean of n views.
type ContentMean struct {
	N    int     `json:"n"`
	Mean float64 `json:"mean"`
}

// ContentChannel is an item's views on one channel.
type ContentChannel struct {
	Channel string `json:"channel"`
	Views   int    `json:"views"`
	People  int    `json:"people"`
}

// MaxContentChannels is how many channels, by name, an item's views are told apart by.
const MaxContentChannels = 40

func (v *validator) content(field string, c Content) {
	v.oneOf(at(field, "type"), c.Type, "page", "screen", "product", "video", "post", "email")
	for name, f := range map[string]*Filter{"views": c.Views, "clicks": c.Clicks, "conversion": c.Conversion} {
		if f != nil {
			v.filter(at(field, name), *f, 0)
		}
	}
	v.property(at(field, "property"), c.Property)
	v.property(at(field, "scroll"), c.Scroll)
	v.within(at(field, "top"), c.Top, 0, 100)
	if len(c.Search) > 200 {
		v.bad(at(field, "search"), "bytes_most", "is longer than %d bytes", 200)
	}
}

func (c Content) withDefaults() Content {
	preset := map[string]struct {
		views, clicks Names
		property      string
	}{
		"page":    {Names{"Page Viewed"}, Names{"Link Clicked", "Button Clicked", "Promotion Clicked", "Product Clicked"}, "context.page.path"},
		"screen":  {Names{"Screen Viewed"}, Names{"Button Clicked", "Promotion Clicked", "Product Clicked"}, "name"},
		"product": {Names{"Product Viewed"}, Names{"Product Added", "Product Added to Wishlist", "Specification Viewed"}, "name"},
		"video":   {Names{"Video Playback Started", "Video Content Started", "Video Started"}, Names{"Link Clicked", "Video Ad Clicked"}, "title"},
		"post":    {Names{"Post Viewed"}, Names{"Comment Posted", "Post Shared", "Post Liked", "Link Clicked"}, "post"},
		"email":   {Names{"Email Opened"}, Names{"Email Link Clicked"}, "campaign"},
	}
	c.Type = or(c.Type, "page")
	p := preset[c.Type]
	if c.Views == nil {
		c.Views = &Filter{Event: p.views}
	}
	if c.Clicks == nil {
		c.Clicks = &Filter{Event: p.clicks}
	}
	c.Property, c.Scroll = or(c.Property, p.property), or(c.Scroll, "scroll_depth")
	c.LookBack, c.Gap, c.Top = or(c.LookBack, defaultLookBack), or(c.Gap, defaultGap), or(c.Top, 20)
	return c
}

// ItemName is what a content item is called by the value of its property: an address without what follows ? or #.
func ItemName(value string) string {
	if strings.HasPrefix(value, "/") || strings.HasPrefix(value, "http://") || strings.HasPrefix(value, "https://") {
		if i := strings.IndexAny(value, "?#"); i >= 0 {
			value = value[:i]
		}
	}
	return value
}

// Wanted reports whether an item is searched for.
func (c *Content) Wanted(item string) bool {
	return len(item) > 0 && strings.HasPrefix(strings.ToLower(item), strings.ToLower(c.Search))
}
