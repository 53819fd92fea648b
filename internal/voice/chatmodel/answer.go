package chatmodel

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"

	"jejak/internal/fault"
)

// completion is what is read of an answer of /v1/chat/completions; the rest of it is nobody's business.
type completion struct {
	Choices []struct {
		Message struct {
			Content *string `json:"content"`
			Refusal *string `json:"refusal"`
		} `json:"message"`
		FinishReason string `json:"finish_reason"`
	} `json:"choices"`
}

// rating is what the model says of one text.
type rating struct {
	N     int      `json:"n"`
	Label string   `json:"label"`
	Score *float64 `json:"score"`
}

// read reads the scores of n texts, in their order. Fault: Invalid, where the answer is anything else than exactly that; it quotes
// nothing, as what a model says may hold what customers said.
func read(body []byte, n int) ([]*float64, error) {
	var c completion
	if err := json.Unmarshal(body, &c); err != nil {
		return nil, unusable("is no JSON")
	}
	if len(c.Choices) == 0 || c.Choices[0].Message.Content == nil || c.Choices[0].Message.Refusal != nil && *c.Choices[0].Message.Refusal != "" {
		return nil, unusable("holds no message")
	}
	if end := c.Choices[0].FinishReason; end != "" && end != "stop" {
		return nil, unusable("breaks off")
	}
	var said struct {
		Texts []rating `json:"texts"`
	}
	if err := strictly([]byte(*c.Choices[0].Message.Content), &said); err != nil {
		return nil, unusable("is not of the form that was asked for")
	}
	if len(said.Texts) != n {
		return nil, unusable(fmt.Sprintf("has %d entries for %d texts", len(said.Texts), n))
	}
	scores := make([]*float64, n)
	for _, r := range said.Texts {
		if r.N < 1 || r.N > n || scores[r.N-1] != nil || !r.holds() {
			return nil, unusable("rates no text of the question, or contradicts itself")
		}
		score := math.Round(*r.Score*1000) / 1000
		scores[r.N-1] = &score
	}
	return scores, nil
}

// holds reports whether a rating agrees with itself. A neutral text lies within ±0.5, as with models of our own; labels and scores
// that disagree by less are a matter of rounding.
func (r rating) holds() bool {
	if r.Score == nil || math.IsNaN(*r.Score) || math.Abs(*r.Score) > 1 {
		return false
	}
	switch r.Label {
	case "negative":
		return *r.Score < 0
	case "neutral":
		return math.Abs(*r.Score) <= 0.5
	case "positive":
		return *r.Score > 0
	}
	return false
}

// strictly reads one JSON value without unknown fields, and nothing behind it.
func strictly(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("there is more behind it")
	}
	return nil
}

func unusable(why string) error {
	return fault.New(fault.Invalid, "The answer of the model %s.", why)
}
