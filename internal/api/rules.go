package api

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"jejak/internal/account"
	"jejak/internal/event"
	"jejak/internal/eventlog"
	"jejak/internal/fault"
	"jejak/internal/identity"
)

// Bounds of a trial's examples.
const (
	trialExamples = 20
	trialPeople   = 20 // of an example, before and after each
	trialIDs      = 20 // of a person
)

func (a *API) registerRules() {
	const tag = "People"
	path := wsRoot + "/identity-rules"
	register(a, describe("GET", path, "getIdentityRules", tag, "The rules by which ids make people"), needs(account.WorkspaceManage), a.getRules)
	register(a, describe("PUT", path, "setIdentityRules", tag, "Change them, from the next event on; people of the past stay as they are"), needs(account.WorkspaceManage), a.setRules)
	register(a, asks(describe("POST", path+"/try", "tryIdentityRules", tag, "What other rules would have made of the past; changes nothing")), needs(account.WorkspaceManage), a.tryRules)
}

func (a *API) getRules(_ context.Context, in *InWorkspace) (*reply[IdentityRules], error) {
	return answer(IdentityRules(a.o.Ingester.Rules(in.WS))), nil
}

func (a *API) setRules(ctx context.Context, in *wsRequest[IdentityRules]) (*reply[IdentityRules], error) {
	rules := identity.Rules(in.Body)
	if err := rules.Validate(); err != nil {
		return nil, err
	}
	changes := rulesChanged(a.o.Ingester.Rules(in.WS), rules)
	if changes == "" {
		return answer(in.Body), nil // each version is kept for ever, so none is made for nothing
	}
	if err := a.o.Ingester.SetRules(ctx, in.WS, rules); err != nil {
		return nil, err
	}
	if err := a.o.Accounts.Record(ctx, callerOf(ctx), in.WS, "identity-rules.set", workspaceTarget(in.WS), changes); err != nil {
		return nil, err
	}
	return answer(in.Body), nil
}

// rulesChanged says for the audit log what is other than it was; "" is nothing.
func rulesChanged(was, is identity.Rules) string {
	var changes []string
	number := func(name string, before, after int) {
		if before != after {
			changes = append(changes, fmt.Sprintf("%s %s instead of %s", name, orNone(after), orNone(before)))
		}
	}
	types := maps.Clone(is.Limits)
	if types == nil {
		types = map[event.IDType]int{}
	}
	maps.Copy(types, was.Limits)
	for _, t := range slices.Sorted(maps.Keys(types)) {
		number("limit of "+string(t), was.Limits[t], is.Limits[t])
	}
	number("otherLimit", was.OtherLimit, is.OtherLimit)
	number("maxMergeEvents", was.MaxMergeEvents, is.MaxMergeEvents)
	if !slices.Equal(was.Priority, is.Priority) {
		changes = append(changes, fmt.Sprintf("priority %v instead of %v", is.Priority, was.Priority))
	}
	if !slices.Equal(was.Blocked, is.Blocked) {
		changes = append(changes, fmt.Sprintf("%d blocked values instead of %d", len(is.Blocked), len(was.Blocked)))
	}
	return strings.Join(changes, "; ")
}

// orNone writes a limit; there is none of 0.
func orNone(n int) string {
	if n == 0 {
		return "none"
	}
	return strconv.Itoa(n)
}

// tryRules lives the past again under other rules. It reads a snapshot, so nobody who writes waits for it, and it ends when the
// caller goes or the server stops.
func (a *API) tryRules(ctx context.Context, in *wsRequest[IdentityRules]) (*reply[IdentityTrial], error) {
	done, err := a.trials.take(ctx, "Other rules are being tried already")
	if err != nil {
		return nil, err
	}
	defer done()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(a.stopping, cancel)()
	var trial identity.Trial
	err = a.o.Events.IdentityAt(ctx, func(v eventlog.View) (err error) {
		trial, err = identity.DryRun(ctx, v, in.WS, identity.Rules(in.Body), trialExamples)
		return err
	})
	if err != nil {
		if a.stopping.Err() != nil {
			err = fault.Wrap(fault.Unavailable, err, "Jejak is stopping. Try again in a moment.")
		}
		return nil, err
	}
	return answer(trialOf(trial, a.hides(ctx, in.WS))), nil
}

func trialOf(t identity.Trial, hide bool) IdentityTrial {
	out := IdentityTrial{
		PeopleNow: t.PersonsBefore, PeopleThen: t.PersonsAfter, Subjects: t.Subjects, Merged: t.Merged, Split: t.Split,
		Dropped: t.Dropped, Reviews: t.Reviews, Examples: make([]IdentityExample, len(t.Examples)),
	}
	for i, e := range t.Examples {
		x := &out.Examples[i]
		x.Persons, x.PersonsTotal = e.Before[:min(len(e.Before), trialPeople)], len(e.Before)
		x.ThenTotal = len(e.After)
		for _, ids := range e.After[:min(len(e.After), trialPeople)] {
			ids = slices.Clone(ids[:min(len(ids), trialIDs)])
			if hide {
				hideIDs(ids)
			}
			x.Then = append(x.Then, ids)
		}
		for _, d := range e.Why {
			why := IdentityDifference{Type: string(d.ID.Type), Value: d.ID.Value, Was: useOf(d.Was), Would: useOf(d.Is)}
			if hide {
				why.Value = hideID(why.Type, why.Value)
			}
			if !slices.Contains(x.Why, why) {
				x.Why = append(x.Why, why)
			}
		}
	}
	return out
}

func useOf(s identity.Status) string {
	switch {
	case s == 0:
		return "blocked"
	case s.Used():
		return "used"
	}
	return s.String()
}
