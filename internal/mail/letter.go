package mail

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/language"
)

// Letter is a mail before it is drawn: what it says, in one language. All texts are plain, and escaped where they are drawn.
type Letter struct {
	To       string `json:"to"`
	Language string `json:"language"` // BCP 47
	Subject  string `json:"subject"`
	Preview  string `json:"preview,omitempty"` // what a list of mails shows beside the subject
	Brand    string `json:"brand"`
	Logo     string `json:"logo,omitempty"`   // an https address
	Accent   string `json:"accent,omitempty"` // #rrggbb

	Title   string   `json:"title,omitempty"`
	Text    []string `json:"text,omitempty"` // paragraphs
	Choices []Choice `json:"choices,omitempty"`
	Row     bool     `json:"row,omitempty"` // choices stand side by side
	Low     string   `json:"low,omitempty"` // what the first one means
	High    string   `json:"high,omitempty"`
	Items   []Item   `json:"items,omitempty"`
	Button  *Choice  `json:"button,omitempty"`
	Note    string   `json:"note,omitempty"` // why this mail came

	Unsubscribe string `json:"unsubscribe,omitempty"` // an address; empty where there is nothing to leave

	Zone string `json:"zone,omitempty"` // where whoever gets it lives, as IANA names it; empty where the workspace's is meant
}

// Choice is something to press.
type Choice struct {
	Label string `json:"label"`
	Name  string `json:"name,omitempty"` // for who hears the mail, where the label says too little
	URL   string `json:"url"`
}

// Item is one thing of a list.
type Item struct {
	Title string `json:"title"`
	Text  string `json:"text,omitempty"`
	URL   string `json:"url"`
}

// drawn is what the layout fills in.
type drawn struct {
	Letter
	Dir         string
	Start       string // the side where a line begins
	Paint       string // the accent
	On          string // what is readable on it
	Leave       string // the word for unsubscribing
	ShowsUpLogo bool
	RowWidth    int // pixels that a row of choices takes at most
}

// choiceWidth is how wide one of a row is where there is room, in pixels; eleven stay in one row on a phone.
const choiceWidth = 46

//go:embed letter.html
var letterHTML string

var layout = template.Must(template.New("letter").Parse(letterHTML))

var colour = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

// usualAccent is that of a workspace that has none.
const usualAccent = "#1f6f5c"

// HTML is the letter as mail programs draw it: tables and inline styles, as the older ones know nothing else.
func (l *Letter) HTML() (string, error) {
	d := drawn{Letter: *l, Dir: direction(l.Language), Start: "left", Paint: usualAccent, Leave: l.word("leave"), RowWidth: choiceWidth * len(l.Choices)}
	if d.Dir == "rtl" {
		d.Start = "right"
	}
	if colour.MatchString(l.Accent) {
		d.Paint = l.Accent
	}
	d.On = readableOn(d.Paint)
	u, err := url.Parse(l.Logo)
	d.ShowsUpLogo = err == nil && u.Scheme == "https" && u.Host != ""
	var out bytes.Buffer
	err = layout.Execute(&out, d)
	return out.String(), err
}

// Plain is the letter for programs that draw no HTML, and for people who want none.
func (l *Letter) Plain() string {
	var out strings.Builder
	add := func(parts ...string) {
		if text := strings.TrimSpace(strings.Join(parts, "")); text != "" {
			out.WriteString(text + "\n\n")
		}
	}
	add(l.Title)
	for _, p := range l.Text {
		add(p)
	}
	if l.Low != "" || l.High != "" {
		add(l.Low, " … ", l.High)
	}
	for i, c := range l.Choices {
		if i > 0 {
			out.WriteString("\n")
		}
		out.WriteString(c.Label + ": " + c.URL + "\n")
	}
	if len(l.Choices) > 0 {
		out.WriteString("\n")
	}
	for _, i := range l.Items {
		add(i.Title, "\n", i.Text, "\n", i.URL)
	}
	if l.Button != nil {
		add(l.Button.Label, ": ", l.Button.URL)
	}
	out.WriteString("-- \n")
	add(l.Brand, "\n", l.Note)
	if l.Unsubscribe != "" {
		add(l.word("leave"), ": ", l.Unsubscribe)
	}
	return out.String()
}

// readableOn is black or white, whichever has more contrast with a colour (WCAG 2.2, relative luminance, by the simple weights).
func readableOn(colour string) string {
	part := func(from int) float64 {
		n, _ := strconv.ParseUint(colour[from:from+2], 16, 8) // matched before
		return float64(n) / 255
	}
	if 0.299*part(1)+0.587*part(3)+0.114*part(5) > 0.58 {
		return "#111111"
	}
	return "#ffffff"
}

// direction is how a language is written.
func direction(lang string) string {
	tag, err := language.Parse(lang)
	if err != nil {
		return "ltr"
	}
	switch script, _ := tag.Script(); script.String() {
	case "Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm":
		return "rtl"
	}
	return "ltr"
}
