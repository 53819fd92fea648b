package sentiment

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
)

// Figure is how good a model is on rows of a set that it never saw.
type Figure struct {
	Set     string `json:"set"`
	Licence string `json:"licence,omitempty"`
	// How the rows were kept apart: "validation" rows are never trained on; "folds" are scored by models of the other folds;
	// "cross" by a model of the other sets, which is how well it does on texts of a style that it has not met.
	How string `json:"how"`
	// Trained tells whether other rows of the set were trained on.
	Trained     bool    `json:"trained"`
	Rows        int     `json:"rows"`
	MacroF1     float64 `json:"macro_f1"`
	MacroRecall float64 `json:"macro_recall"`
	Accuracy    float64 `json:"accuracy"`
}

// String is one line for people.
func (f Figure) String() string {
	return fmt.Sprintf("%-14s %-11s n %6d   macro-F1 %.3f   macro-recall %.3f   accuracy %.3f", f.Set, f.How, f.Rows, f.MacroF1, f.MacroRecall, f.Accuracy)
}

// figuresOf reads the figures that stand beside a model; a model may have none.
func figuresOf(folder fs.FS, l Language) (out []Figure, err error) {
	file, err := fs.ReadFile(folder, string(l)+".json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err == nil {
		err = json.Unmarshal(file, &out)
	}
	if err != nil {
		return nil, fmt.Errorf("figures of %s: %w", l, err)
	}
	return out, nil
}
