package train

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"jejak/internal/fault"
	"jejak/internal/voice/sentiment"
)

// Options say what is trained, from where to where.
type Options struct {
	Data, Out string // folders
	Languages []sentiment.Language
	Seed      uint64
	// Closed trains on sets too whose licence does not allow it for a model that is handed on: such a model is for oneself.
	Closed bool
	// Corrections is a file of what jejak corrections prints, to learn from too; "" is none.
	Corrections string
}

// Run trains the models and writes them to the folder, each with its figures beside it. The same data and seed give the same bytes.
func Run(ctx context.Context, o Options, out io.Writer) error {
	if err := os.MkdirAll(o.Out, 0o755); err != nil {
		return fmt.Errorf("the folder for the models: %w", err)
	}
	corrected, err := readCorrections(o.Corrections)
	if err != nil {
		return err
	}
	for _, l := range o.Languages {
		if !slices.Contains(sentiment.Languages(), l) {
			return fault.New(fault.Invalid, "There is no language %q to train: take one of %v.", string(l), sentiment.Languages())
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := language(ctx, o, l, corrected[l], out); err != nil {
			return err
		}
	}
	if !slices.Contains(o.Languages, sentiment.Indonesian) || !slices.Contains(o.Languages, sentiment.English) {
		return nil // it takes both to tell them apart
	}
	return teller(o, out)
}

// language makes the model of one language, with its figures.
func language(ctx context.Context, o Options, l sentiment.Language, corrected []text, out io.Writer) error {
	fmt.Fprintf(out, "%s\n", l)
	c, err := load(o.Data, l, o.Seed)
	if err != nil {
		return fault.Wrap(fault.Invalid, err, "The sets could not be read: --data names the folder that has sentiment_id_smsa and the others in it.")
	}
	c.withClosed = o.Closed
	c.correct(corrected, o.Seed)
	m, valid, err := c.validated(out)
	if err != nil {
		return err
	}
	folded, err := c.folded(ctx, o.Seed)
	if err != nil {
		return err
	}
	b := c.biasesOf(slices.Concat(valid, folded), c.calibrationWeights())
	for k := range m.Bias {
		m.Bias[k] += float32(b.usual[k])
		m.Traditional[k] += float32(b.traditional[k])
	}
	figures := slices.Concat(c.figures("validation", b.shift(valid)), c.figures("folds", b.shift(folded)))
	for set, s := range c.sets {
		if s.closed || s.own {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		crossed, err := c.crossed(set)
		if err != nil {
			return err
		}
		figures = append(figures, c.figures("cross", crossed)...)
	}
	for _, f := range figures {
		fmt.Fprintf(out, "  %s\n", f)
	}
	size, err := write(o.Out, m, figures)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "  %s.model %d bytes, bias of polarity and neutrality %+.1f\n", l, size, b.usual)
	if b.traditional != b.usual {
		fmt.Fprintf(out, "  in Traditional Chinese %+.1f\n", b.traditional)
	}
	return nil
}

// calibrationWeights are what a set counts in choosing the bias: those with three classes; a set of two shows how dear a neutral
// is where there are none.
func (c *corpus) calibrationWeights() []float64 {
	weights := make([]float64, len(c.sets))
	for i, s := range c.sets {
		weights[i] = s.calibrates
	}
	return weights
}

// figures of each set that was answered for.
func (c *corpus) figures(how string, list []judged) (out []sentiment.Figure) {
	for k, set := range c.sets {
		rows := slices.DeleteFunc(slices.Clone(list), func(j judged) bool { return j.set != k })
		if len(rows) == 0 {
			continue
		}
		f, _ := confusionOf(rows, [2]float64{}).figures()
		f.Set, f.How, f.Licence, f.Trained = set.name, how, set.licence, how != "cross" && (!set.closed || c.withClosed)
		out = append(out, f)
	}
	return out
}

// write puts a model and its figures into the folder.
func write(folder string, m *sentiment.Model, figures []sentiment.Figure) (int, error) {
	file, err := m.Encode()
	if err != nil {
		return 0, err
	}
	if err := os.WriteFile(filepath.Join(folder, string(m.Language)+".model"), file, 0o644); err != nil {
		return 0, fmt.Errorf("write the model: %w", err)
	}
	text, err := json.MarshalIndent(figures, "", "  ")
	if err != nil {
		return 0, fmt.Errorf("write the figures: %w", err)
	}
	return len(file), os.WriteFile(filepath.Join(folder, string(m.Language)+".json"), append(text, '\n'), 0o644)
}
