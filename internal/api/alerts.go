package api

import (
	"context"

	"jejak/internal/account"
	"jejak/internal/document"
	"jejak/internal/listen/alert"
)

// AlertConditionList is when alerts are raised.
type AlertConditionList struct {
	Conditions []alert.Condition `json:"conditions" doc:"the oldest first"`
}

// AlertConditionBody is a condition to make, or to put in the place of another one.
type AlertConditionBody struct {
	Name      string     `json:"name" minLength:"1" maxLength:"100"`
	Kind      alert.Kind `json:"kind" enum:"volume,interactions,influencer,verified,reach,negative,word"`
	Topic     string     `json:"topic,omitempty" maxLength:"40" doc:"id; empty for all mentions"`
	Window    int        `json:"window" minimum:"1" maximum:"168" doc:"hours"`
	Threshold float64    `json:"threshold,omitempty" doc:"volume, interactions and word: so many times the mean before; influencer: reach of one mention; reach: of all; negative: share from 0 to 1"`
	Least     int        `json:"least" minimum:"1" doc:"of fewer mentions in the window nothing is raised"`
	Cooldown  int        `json:"cooldown" minimum:"1" maximum:"720" doc:"hours after an alert in which none is raised again"`
	Paused    bool       `json:"paused,omitempty"`
	Version   int        `json:"version,omitempty" minimum:"0" doc:"of a change: the version that was looked at; if there is a newer one, the answer is 409 with it as current; 0 changes any"`
}

// AlertList is what was raised, the newest first by the time of what was said.
type AlertList struct {
	Alerts []alert.Alert `json:"alerts"`
}

func (a *API) registerAlerts() {
	const tag = "Voice"
	const path, one = wsRoot + "/voice/conditions", wsRoot + "/voice/conditions/{id}"
	register(a, describe("GET", wsRoot+"/voice/alerts", "listAlerts", tag, "Alerts that mentions raised, with their figures of then"), needs(account.Ask), a.listAlerts)
	register(a, describe("GET", path, "listAlertConditions", tag, "When mentions raise an alert"), needs(account.Ask), a.listAlertConditions)
	register(a, created(describe("POST", path, "createAlertCondition", tag, "Make an alert condition; it looks at what comes from then on")), needs(account.VoiceEdit), a.createAlertCondition)
	register(a, describe("PUT", one, "changeAlertCondition", tag, "Change an alert condition"), needs(account.VoiceEdit), a.changeAlertCondition)
	register(a, describe("DELETE", one, "deleteAlertCondition", tag, "Delete an alert condition and what it raised"), needs(account.VoiceEdit), a.deleteAlertCondition)
}

// alertsShown is how many alerts are listed at most.
const alertsShown = 200

func (a *API) listAlerts(ctx context.Context, in *InWorkspace) (*reply[AlertList], error) {
	all, err := a.o.Alerts.List(ctx, in.WS, alertsShown)
	return answer(AlertList{Alerts: all}), err
}

func (a *API) listAlertConditions(ctx context.Context, in *InWorkspace) (*reply[AlertConditionList], error) {
	all, err := a.o.Alerts.Conditions(ctx, in.WS)
	return answer(AlertConditionList{Conditions: all}), err
}

func (b AlertConditionBody) condition(id string) alert.Condition {
	return alert.Condition{
		ID: id, Name: b.Name, Kind: b.Kind, Topic: b.Topic, Window: b.Window, Threshold: b.Threshold, Least: b.Least, Cooldown: b.Cooldown,
		Paused: b.Paused, Stamp: document.Stamp{Version: b.Version},
	}
}

func (a *API) createAlertCondition(ctx context.Context, in *wsRequest[AlertConditionBody]) (*reply[alert.Condition], error) {
	one, err := a.o.Alerts.Create(ctx, in.WS, in.Body.condition(""), a.o.Accounts.Audit(callerOf(ctx), in.WS, "alert.create", "", in.Body.Name))
	return answer(one), err
}

func (a *API) changeAlertCondition(ctx context.Context, in *documentRequest[AlertConditionBody]) (*reply[alert.Condition], error) {
	one, err := a.o.Alerts.Update(ctx, in.WS, in.Body.condition(in.ID), a.o.Accounts.Audit(callerOf(ctx), in.WS, "alert.change", "alert:"+in.ID, in.Body.Name))
	return answer(one), err
}

func (a *API) deleteAlertCondition(ctx context.Context, in *DocumentPath) (*nothing, error) {
	return nil, a.o.Alerts.Delete(ctx, in.WS, in.ID, a.o.Accounts.Audit(callerOf(ctx), in.WS, "alert.delete", "alert:"+in.ID, ""))
}
