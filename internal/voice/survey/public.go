package survey

// Public is a survey as somebody answers it, all texts in one language.
type Public struct {
	Token     string           `json:"token" doc:"what to give with answers; of an open link, it is another one for each visit: keep it"`
	Name      string           `json:"name"`
	Language  string           `json:"language"`
	Languages []string         `json:"languages"`
	Dir       string           `json:"dir" enum:"ltr,rtl"`
	Theme     Theme            `json:"theme"`
	Questions []PublicQuestion `json:"questions"`
	Thanks    string           `json:"thanks"`
	Answers   []Answer         `json:"answers" doc:"what was answered so far"`
	Next      string           `json:"next" doc:"id of the question to go on with, or end"`
	Finished  bool             `json:"finished"`
	Preview   bool             `json:"preview,omitempty" doc:"nothing is kept"`
	Trap      string           `json:"trap" doc:"name of a field that people do not see; give what is in it with answers"`
}

// PublicOption is an option in one language.
type PublicOption struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

// PublicQuestion is a question in one language. In its texts {{answer:ID|instead}} is left for the page to fill as answers come.
type PublicQuestion struct {
	ID          string         `json:"id"`
	Kind        Kind           `json:"kind" enum:"nps,csat,ces,rating,choice,matrix,text,consent,note,review"`
	Title       string         `json:"title"`
	Help        string         `json:"help,omitempty"`
	Low         string         `json:"low,omitempty"`
	High        string         `json:"high,omitempty"`
	Placeholder string         `json:"placeholder,omitempty"`
	Required    bool           `json:"required,omitempty"`
	Multiple    bool           `json:"multiple,omitempty"`
	Options     []PublicOption `json:"options,omitempty"`
	Other       bool           `json:"other,omitempty"`
	Rows        []PublicOption `json:"rows,omitempty"`
	Columns     []PublicOption `json:"columns,omitempty"`
	Min         int            `json:"min" doc:"of a score"`
	Max         int            `json:"max"`
	Show        []Condition    `json:"show,omitempty"`
	Next        []Jump         `json:"next,omitempty"`
}
