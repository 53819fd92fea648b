package train

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"jejak/internal/voice/sentiment"
)

// text is one row of a set.
type text struct {
	text  string
	label sentiment.Label
	// part tells rows that are trained on from rows that the figures are of.
	part part
}

type part uint8

const (
	training part = iota
	validation
)

// set is a public data set with its way of naming the three classes.
type set struct {
	name, licence string
	language      sentiment.Language
	// closed sets may not be trained on for a model that is shipped: no licence, or one that allows no use. They are validated on.
	closed bool
	// twoClasses sets have no neutral rows: they say nothing about neutrality.
	twoClasses bool
	// own are a team's corrections.
	own bool
	// folds are asked where no rows are kept for validation: each row is then scored by a model that never saw it.
	folds  bool
	weight float64
	// home names the texts that keep the set's own bias to start from.
	home home
	// calibrates is what the set counts in choosing the bias.
	calibrates float64
	read       func(folder string) ([]text, error)
}

// home is a kind of texts that has a set of its own.
type home uint8

const (
	nowhere home = iota
	usualTexts
	traditionalTexts
)

func sets() []set {
	return []set{
		{name: "smsa", calibrates: 1, licence: "CC BY-SA 4.0", language: sentiment.Indonesian, weight: 1, read: both(
			lines("sentiment_id_smsa/train.tsv", training, textThenLabel), lines("sentiment_id_smsa/valid.tsv", validation, textThenLabel))},
		{
			name: "prdect", licence: "MIT", language: sentiment.Indonesian, weight: 1, twoClasses: true,
			read: table("sentiment_id_prdect/prdect_id.csv", everyFifth, "Customer Review", named("Sentiment")),
		},
		{name: "emot", licence: "Apache-2.0", language: sentiment.Indonesian, weight: 1, twoClasses: true, read: both(
			table("sentiment_id_emot/train.csv", training, "tweet", named("label")), table("sentiment_id_emot/valid.csv", validation, "tweet", named("label")))},
		{name: "casa", licence: "Apache-2.0", language: sentiment.Indonesian, weight: 1, twoClasses: true, read: both(
			table("sentiment_id_casa_hoasa/casa_train.csv", training, "sentence", aspects), table("sentiment_id_casa_hoasa/casa_valid.csv", validation, "sentence", aspects))},
		{name: "hoasa", licence: "Apache-2.0", language: sentiment.Indonesian, weight: 1, twoClasses: true, read: both(
			table("sentiment_id_casa_hoasa/hoasa_train.csv", training, "review", aspects), table("sentiment_id_casa_hoasa/hoasa_valid.csv", validation, "review", aspects))},

		{name: "umsab-en", calibrates: 1, licence: "Apache-2.0", language: sentiment.English, weight: 1, read: both(
			pair("sentiment_umsab/english_train", training), pair("sentiment_umsab/english_val", validation))},
		{name: "vader-tweets", calibrates: 0.3, licence: "MIT", language: sentiment.English, weight: 0.5, read: lines("sentiment_en_vader_gold/tweets_GroundTruth.txt", everyFifth, rated)},
		{name: "vader-amazon", calibrates: 0.3, licence: "MIT", language: sentiment.English, weight: 0.5, read: lines("sentiment_en_vader_gold/amazonReviewSnippets_GroundTruth.txt", everyFifth, rated)},
		{name: "fine-foods", licence: "CC0", language: sentiment.English, weight: 0.3, twoClasses: true, read: both(
			table("reviews_fine_foods/train.csv", training, "review", named("score")), table("reviews_fine_foods/test.csv", validation, "review", named("score")))},

		{name: "chnsenticorp", home: usualTexts, calibrates: 1, licence: "Apache-2.0", language: sentiment.Chinese, weight: 1, twoClasses: true, read: both(
			lines("sentiment_zh_chnsenticorp/train.tsv", training, labelThenText), lines("sentiment_zh_chnsenticorp/dev.tsv", validation, labelThenText))},
		{
			name: "openrice", home: traditionalTexts, calibrates: 1, licence: "CC BY 4.0", language: sentiment.Chinese, weight: 2, folds: true,
			read: lines("sentiment_zh_hant/openrice_valid.tsv", training, labelThenText),
		},
		{
			name: "hotels", licence: "none stated", language: sentiment.Chinese, weight: 1, closed: true, twoClasses: true,
			read: table("sentiment_zh/ChnSentiCorp_htl_all.csv", everyFifth, "review", named("label")),
		},
		{
			name: "takeaway", licence: "none stated", language: sentiment.Chinese, weight: 1, closed: true, twoClasses: true,
			read: table("sentiment_zh/waimai_10k.csv", everyFifth, "review", named("label")),
		},
		{
			name: "shopping", licence: "none stated", language: sentiment.Chinese, weight: 1, closed: true, twoClasses: true,
			read: table("sentiment_zh/online_shopping_10_cats.csv.gz", training, "review", named("label")),
		},

		{
			name: "arsarcasm", calibrates: 1, licence: "MIT", language: sentiment.Arabic, weight: 1, folds: true,
			read: table("sentiment_ar/arsarcasm_train.csv", training, "tweet", named("sentiment")),
		},
		{
			name: "ajgt", licence: "AFL-3.0", language: sentiment.Arabic, weight: 1, twoClasses: true,
			read: table("sentiment_ar/ajgt.csv", everyFifth, "Feed", named("Sentiment")),
		},
		// Half of it is in ArSarcasm's training rows, so part of the rest is in the rows that ArSarcasm holds back: validated on alone.
		{name: "umsab-ar", licence: "Apache-2.0", language: sentiment.Arabic, weight: 1, closed: true, read: both(
			pair("sentiment_umsab/arabic_train", training), pair("sentiment_umsab/arabic_val", validation))},
	}
}

// reader reads the rows of one file.
type reader = func(folder string) ([]text, error)

// parts says which part the nth row of a file is in.
type parts interface{ of(n int) part }

func (p part) of(int) part { return p }

// fifth keeps each fifth row for validation.
type fifth struct{}

var everyFifth = fifth{}

func (fifth) of(n int) part {
	if n%5 == 0 {
		return validation
	}
	return training
}

func both(readers ...reader) reader {
	return func(folder string) (out []text, err error) {
		for _, read := range readers {
			rows, err := read(folder)
			if err != nil {
				return nil, err
			}
			out = append(out, rows...)
		}
		return out, nil
	}
}

// labels are the words that sets use.
var labels = map[string]sentiment.Label{
	"positive": sentiment.Positive, "negative": sentiment.Negative, "neutral": sentiment.Neutral,
	"1": sentiment.Positive, "0": sentiment.Negative,
	"smile": sentiment.Positive, "ok": sentiment.Neutral, "cry": sentiment.Negative,
	"happy": sentiment.Positive, "love": sentiment.Positive, "anger": sentiment.Negative, "fear": sentiment.Negative, "sadness": sentiment.Negative,
	"great": sentiment.Positive, "other": sentiment.Negative,
}

func lines(name string, in parts, parse func(line string) (string, sentiment.Label, bool)) reader {
	return func(folder string) (out []text, err error) {
		f, err := os.Open(filepath.Join(folder, name))
		if err != nil {
			return nil, err
		}
		defer f.Close()
		scan := bufio.NewScanner(f)
		scan.Buffer(nil, 1<<20)
		for n := 0; scan.Scan(); n++ {
			if s, label, ok := parse(strings.TrimRight(scan.Text(), "\r")); ok {
				out = append(out, text{s, label, in.of(n)})
			}
		}
		return out, scan.Err()
	}
}

func textThenLabel(line string) (string, sentiment.Label, bool) {
	at := strings.LastIndexByte(line, '\t')
	if at < 0 {
		return "", 0, false
	}
	label, ok := labels[line[at+1:]]
	return line[:at], label, ok
}

func labelThenText(line string) (string, sentiment.Label, bool) {
	l, s, _ := strings.Cut(line, "\t")
	label, ok := labels[l]
	return s, label, ok
}

// rated rows have the mean of twenty people's ratings, from −4 to 4; within half a point of 0 it is neutral.
func rated(line string) (string, sentiment.Label, bool) {
	const band = 0.5
	cells := strings.SplitN(line, "\t", 3)
	if len(cells) < 3 {
		return "", 0, false
	}
	mean, err := strconv.ParseFloat(cells[1], 64)
	label := sentiment.Neutral
	switch {
	case mean > band:
		label = sentiment.Positive
	case mean < -band:
		label = sentiment.Negative
	}
	return cells[2], label, err == nil
}

// pair is a file of texts beside one of labels 0 negative, 1 neutral, 2 positive.
func pair(name string, in part) reader {
	classes := map[string]sentiment.Label{"0": sentiment.Negative, "1": sentiment.Neutral, "2": sentiment.Positive}
	return func(folder string) (out []text, err error) {
		texts, err := os.ReadFile(filepath.Join(folder, name+"_text.txt"))
		if err != nil {
			return nil, err
		}
		numbers, err := os.ReadFile(filepath.Join(folder, name+"_labels.txt"))
		if err != nil {
			return nil, err
		}
		rows, marks := strings.Split(strings.TrimRight(string(texts), "\n"), "\n"), strings.Fields(string(numbers))
		if len(rows) != len(marks) {
			return nil, fmt.Errorf("%s: %d texts and %d labels", name, len(rows), len(marks))
		}
		for i, row := range rows {
			label, ok := classes[marks[i]]
			if !ok {
				return nil, fmt.Errorf("%s: %q is none of its labels", name, marks[i])
			}
			out = append(out, text{row, label, in})
		}
		return out, nil
	}
}

// table is a CSV file with a header.
func table(name string, in parts, column string, label func(row map[string]string) (sentiment.Label, bool)) reader {
	return func(folder string) (out []text, err error) {
		f, err := os.Open(filepath.Join(folder, name))
		if err != nil {
			return nil, err
		}
		defer f.Close()
		var from io.Reader = f
		if strings.HasSuffix(name, ".gz") {
			if from, err = gzip.NewReader(f); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
		}
		rows := csv.NewReader(from)
		rows.FieldsPerRecord, rows.LazyQuotes = -1, true
		head, err := rows.Read()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for n := 0; ; n++ {
			cells, err := rows.Read()
			if errors.Is(err, io.EOF) {
				return out, nil
			}
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			row := make(map[string]string, len(head))
			for i, cell := range cells {
				if i < len(head) {
					row[strings.TrimPrefix(head[i], "\ufeff")] = cell
				}
			}
			if l, ok := label(row); ok {
				out = append(out, text{row[column], l, in.of(n)})
			}
		}
	}
}

func named(column string) func(map[string]string) (sentiment.Label, bool) {
	return func(row map[string]string) (sentiment.Label, bool) {
		label, ok := labels[strings.ToLower(row[column])]
		return label, ok
	}
}

// aspects are negative or positive where all aspects that are spoken of are; mixed rows and rows that speak of none are left out.
func aspects(row map[string]string) (sentiment.Label, bool) {
	good, bad := 0, 0
	for _, v := range row {
		switch v {
		case "pos", "positive":
			good++
		case "neg", "negative":
			bad++
		case "neg_pos":
			good, bad = good+1, bad+1
		}
	}
	switch {
	case good > 0 && bad == 0:
		return sentiment.Positive, true
	case bad > 0 && good == 0:
		return sentiment.Negative, true
	}
	return sentiment.Neutral, false
}
