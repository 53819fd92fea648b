package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	"jejak/internal/fault"
	"jejak/internal/voice/sentiment"
	"jejak/internal/voice/sentiment/train"
)

type sentimentCmd struct {
	Lang   string `required:"" placeholder:"LANG" help:"Language of the texts: id, en, zh, ar, or auto to tell it for each text."`
	Models string `placeholder:"DIR" type:"existingdir" help:"Folder of models that jejak train-sentiment wrote; those of this build by default."`
}

// Help says what comes in and goes out.
func (sentimentCmd) Help() string {
	return "Reads one text a line from standard input and prints one line for each, in the same order: negative, neutral or positive, a tab, " +
		"and the score from -1 to 1. A line without anything to read gives 'not scored', one in another language 'unsupported' (with auto), without a score."
}

// Run scores the lines of standard input.
func (c *sentimentCmd) Run(env *Env) error {
	models, err := c.open()
	if err != nil {
		return err
	}
	language := sentiment.Language(c.Lang)
	if c.Lang != "auto" && !models.Has(language) {
		return fault.New(fault.Invalid, "There is no model for the language %q: take one of %v, or auto.", c.Lang, sentiment.Languages())
	}
	scorer := models.Scorer()
	out := bufio.NewWriterSize(env.Out, 1<<16)
	err = eachTextLine(env.In, func(text string) error {
		var v sentiment.Verdict
		if c.Lang == "auto" {
			v = scorer.Read(text)
		} else {
			v = scorer.Score(language, text)
		}
		if v.State != sentiment.Scored {
			_, err := fmt.Fprintf(out, "%s\t\n", v.State)
			return err
		}
		_, err := fmt.Fprintf(out, "%s\t%.4f\n", v.Label, v.Score)
		return err
	})
	return errors.Join(err, out.Flush())
}

func (c *sentimentCmd) open() (*sentiment.Models, error) {
	if c.Models == "" {
		return sentiment.Embedded()
	}
	return sentiment.Open(os.DirFS(c.Models))
}

// eachTextLine hands on every line, empty ones too. Of a line that is longer than is read for a feeling the rest is passed over.
func eachTextLine(in io.Reader, do func(string) error) error {
	const most = 1 << 16
	lines := bufio.NewReaderSize(in, most)
	for {
		line, more, err := lines.ReadLine()
		if errors.Is(err, io.EOF) {
			return nil
		}
		text := string(line)
		for more && err == nil {
			_, more, err = lines.ReadLine()
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("read the texts: %w", err)
		}
		if err := do(text); err != nil {
			return err
		}
	}
}

type teachCmd struct {
	Data        string `required:"" placeholder:"DIR" type:"existingdir" help:"Folder of the public sets."`
	Out         string `required:"" placeholder:"DIR" help:"Folder for the models."`
	Lang        string `placeholder:"LANG" help:"Only this language: id, en, zh or ar. The model that tells languages apart comes with all of them."`
	Seed        uint64 `default:"1" help:"Seed of folds and of the search for near duplicates."`
	Closed      bool   `help:"Train on sets too whose licence does not allow it for models that are handed on. For your own use."`
	Corrections string `placeholder:"FILE" type:"existingfile" help:"What jejak corrections printed, to learn from too. For your own use."`
}

// Run trains the models.
func (c *teachCmd) Run(env *Env) error {
	languages := sentiment.Languages()
	if c.Lang != "" {
		languages = []sentiment.Language{sentiment.Language(c.Lang)}
	}
	return train.Run(env.Context, train.Options{Data: c.Data, Out: c.Out, Languages: languages, Seed: c.Seed, Closed: c.Closed, Corrections: c.Corrections}, env.Out)
}
