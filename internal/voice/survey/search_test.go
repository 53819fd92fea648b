package survey

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"jejak/internal/event"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
	"jejak/internal/voice/theme"
)

// written keeps a finished response with a text, as the numbered one, and returns its id.
func (w *world) written(v Survey, i int, text string, tx *sqldb.WriteTx) string {
	w.t.Helper()
	t := ticket{Workspace: ws, Survey: v.ID, Response: fmt.Sprint(v.ID, "r", i), Via: ViaWidget, IDs: []event.ID{{Type: event.UserID, Value: fmt.Sprint("u", i)}}}
	at := event.Time(1_000_000 + i)
	r, ctx := t.begin(1), w.t.Context()
	none := r
	r.begun, r.changed, r.finished = at, at, at
	r.answers = map[string]kept{"say": {Answer: Answer{Question: "say", Text: text}, At: at}}
	if err := w.store.putResponse(ctx, tx, "insertResponse", &r); err != nil {
		w.t.Fatal(err)
	}
	if err := w.store.addCounts(ctx, tx, &none, &r); err != nil {
		w.t.Fatal(err)
	}
	return r.id
}

// Whatever is written and looked for, those are found whose words are all there: as going through every text would find them.
func TestSearchFindsWhatGoingThroughAllFinds(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w, rnd := setup(t, db), rand.New(rand.NewPCG(7, 7))
		words := []string{"parcel", "late", "Late!", "acnya", "ac", "退款太慢", "退款", "慢", "don't", "100%", "v1", "4xv1", "\ue0004xv1", "Ñandú", "x_y", ""}
		some := func(most int) string {
			var all []string
			for range rnd.IntN(most) + 1 {
				all = append(all, words[rnd.IntN(len(words))])
			}
			return strings.Join(all, " ")
		}
		surveys := []Survey{w.running(asked()), w.running(asked())}
		texts := map[string]string{}
		err := db.Write(t.Context(), func(tx *sqldb.WriteTx) error {
			for i := range 120 {
				text := some(5)
				texts[w.written(surveys[i%2], i, text, tx)] = text
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for range 60 {
			search := some(2)
			for _, v := range surveys {
				var want, got []string
				for id, text := range texts {
					terms := theme.Query(search)
					missing := slices.ContainsFunc(terms, func(term string) bool { return !slices.Contains(theme.Terms(text), term) })
					if strings.HasPrefix(id, v.ID+"r") && len(terms) > 0 && !missing {
						want = append(want, id)
					}
				}
				if search == "" {
					continue
				}
				for _, r := range w.responses(v.ID, Listing{Search: search, Limit: 200}).Responses {
					got = append(got, r.ID)
				}
				slices.Sort(want)
				slices.Sort(got)
				if !slices.Equal(got, want) {
					t.Fatalf("%q finds %v in %s, want %v", search, got, v.ID, want)
				}
			}
		}
	})
}

// What was changed is found as it is now, what is deleted not at all; what was kept before searching was by words is found after a start.
func TestSearchFollows(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w, ctx := setup(t, db), t.Context()
		v := w.running(asked())
		p, _ := w.next(event.ID{Type: event.UserID, Value: "ana"})
		say := func(text string) {
			w.pass(1000)
			w.answer(p.Token, Post{Answers: []Answer{{Question: "nps", Score: point(9)}, {Question: "say", Text: text}}, Elapsed: len(text)})
		}
		found := func(search string, want int) {
			t.Helper()
			if got := w.responses(v.ID, Listing{Search: search}); got.Total != want || got.Capped {
				t.Errorf("%q finds %+v, want %d", search, got, want)
			}
		}
		say("slow")
		found("slow", 1)
		say("rather quick")
		found("slow", 0)
		found("quick", 1)
		for question, want := range map[string]int{"say": 1, "nps": 1, "may": 0} {
			if got := w.responses(v.ID, Listing{Question: question}); got.Total != want {
				t.Errorf("%s was answered by %+v", question, got)
			}
		}
		err := db.Write(ctx, func(tx *sqldb.WriteTx) error {
			_, err := tx.Exec(ctx, "DELETE FROM survey_term WHERE rowid > 0")
			if err == nil {
				_, err = tx.Exec(ctx, "UPDATE survey_response SET number = -1")
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		found("quick", 0)
		if _, err := OpenStore(ctx, db, w.store.o); err != nil {
			t.Fatal(err)
		}
		found("quick", 1)
		say("rather quick and cheap")
		found("cheap", 1)
		if err := w.store.Delete(ctx, ws, v.ID); err != nil {
			t.Fatal(err)
		}
		if n := rowsOf(t, db, "survey_term"); n != 0 {
			t.Errorf("%d rows of words are left", n)
		}
	})
}

// Where very many have a word, the newest are looked through, and the answer says so.
func TestSearchIsBounded(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := setup(t, db)
		v := w.running(asked())
		err := db.Write(t.Context(), func(tx *sqldb.WriteTx) error {
			for i := range searchMost + 2 {
				w.written(v, i, fmt.Sprint("common n", i), tx)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		got := w.responses(v.ID, Listing{Search: "common", Limit: 1})
		if !got.Capped || got.Total != searchMost || got.Responses[0].ID != fmt.Sprint(v.ID, "r", searchMost+1) {
			t.Errorf("capped %v, %d, %+v", got.Capped, got.Total, got.Responses)
		}
		if got := w.responses(v.ID, Listing{Search: "common n0"}); got.Capped || got.Total != 1 {
			t.Errorf("%+v", got)
		}
		// Of a question that most answered, all are counted.
		if got := w.responses(v.ID, Listing{Question: "say"}); got.Capped || got.Total != searchMost+2 {
			t.Errorf("%+v", got)
		}
		for _, question := range []string{"sa", "s_y", `"`, "say\" \"x", "SAY"} {
			if got := w.responses(v.ID, Listing{Question: question}); got.Total != 0 {
				t.Errorf("%q: %+v", question, got)
			}
		}
	})
}

func rowsOf(t *testing.T, db *sqldb.DB, table string) (n int) {
	t.Helper()
	err := db.Read(context.Background(), func(tx *sqldb.ReadTx) (err error) {
		n, _, err = sqldb.One(context.Background(), tx, sqldb.Into[int], "SELECT count(*) FROM "+table)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
