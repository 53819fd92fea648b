package maps_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"jejak/internal/maps"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
)

// A person is told what others did since: not what they did themselves, not what was before they watched, and nothing of a deleted map.
func TestPeopleAreToldWhatConcernsThem(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w, ctx := setup(t, db), t.Context()
		s := w.s
		sari, budi := maps.Author{Actor: "user:1", User: 1, Name: "Sari"}, maps.Author{Actor: "user:2", User: 2, Name: "Budi"}
		m, err := s.Create(ctx, ws, sari, maps.Draft{Name: "Road"})
		if err != nil {
			t.Fatal(err)
		}
		told := func(who maps.Author) string {
			t.Helper()
			all, err := s.Notices(ctx, ws, who, time.UTC)
			if err != nil {
				t.Fatal(err)
			}
			var kinds []string
			for _, n := range all {
				kinds = append(kinds, string(n.Kind))
			}
			slices.Sort(kinds)
			return strings.Join(kinds, " ")
		}
		say := func(who maps.Author, text string, mentions ...int64) {
			t.Helper()
			w.pass(time.Minute)
			if _, err := s.Say(ctx, ws, m.Map.ID, who, maps.Comment{Text: text, Mentions: mentions}); err != nil {
				t.Fatal(err)
			}
		}
		say(sari, "who knows?")
		say(budi, "I do", 1)
		say(budi, "more")
		if got := told(sari); got != "mention reply" {
			t.Errorf("Sari is told %q", got)
		}
		if got := told(budi); got != "" {
			t.Errorf("Budi is told of what he did himself, or of what was said before he came: %q", got)
		}
		task, err := s.Assign(ctx, ws, sari, maps.Task{Map: m.Map.ID, Title: "ask them", Owner: 2, Due: "2020-01-01"})
		if err != nil {
			t.Fatal(err)
		}
		if got := told(budi); got != "due" {
			t.Errorf("Budi is told %q of a task that is late", got)
		}
		done := true
		if _, err := s.ChangeTask(ctx, ws, task.ID, maps.TaskPatch{Done: &done}); err != nil {
			t.Fatal(err)
		}
		if a, b := told(sari), told(budi); a != "done mention reply" || b != "" {
			t.Errorf("of a task that is done, Sari is told %q and Budi %q", a, b)
		}
		if got := told(maps.Author{Actor: "token:9", Name: "Sari"}); got != "" {
			t.Errorf("a program is told %q", got)
		}
		if err := s.Delete(ctx, ws, m.Map.ID); err != nil {
			t.Fatal(err)
		}
		if got := told(sari); got != "" {
			t.Errorf("of a deleted map Sari is told %q", got)
		}
	})
}
