// Package settings holds the pages on which an admin keeps Apps, their API keys
// and the staff. A secret or password that was typed never comes back in one.
package settings

import (
	"context"

	"xinshi/models"
	"xinshi/models/wechat"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/text"
)

// AppsPage lists the Apps.
type AppsPage struct {
	layout.Page
	Apps []AppRow
}

// AppRow is an App with how its sending stands.
type AppRow struct {
	ID               int64
	Name, Appid      string
	Band, TokenMode  string
	Paused           bool
	Badge            components.BadgeView
	Meaning, Remedy  string
	PlatformsOwnText string
	Until            string
}

// NewAppRows shapes the list.
func NewAppRows(ctx context.Context, apps []models.App) []AppRow {
	rows := make([]AppRow, len(apps))
	for i, app := range apps {
		rows[i] = NewAppRow(ctx, app)
	}
	return rows
}

// NewAppRow explains a pause: what the platform meant, and what to do.
func NewAppRow(ctx context.Context, app models.App) AppRow {
	row := AppRow{
		ID: app.ID, Name: app.Name, Appid: app.Appid, Band: app.Band, TokenMode: tokenMode(app.TokenMode).In(ctx),
		Badge: components.BadgeView{Kind: components.BadgeDone, Text: text.AppSending.In(ctx), TestID: "app-state"},
	}
	if app.State != models.AppPaused {
		return row
	}
	row.Paused = true
	row.Badge.Kind, row.Badge.Text = components.BadgePaused, text.AppPausedNow.In(ctx)
	row.Meaning, row.PlatformsOwnText = text.AppPausedBy.In(ctx), app.PauseReason
	if app.PauseErrcode != 0 {
		row.Meaning, row.Remedy = text.Pause(ctx, app.PauseErrcode)
	}
	if app.PauseUntil.IsSet() {
		row.Until = text.AppPausedUntil.In(ctx, text.DateTime(ctx, app.PauseUntil))
	}
	return row
}

func tokenMode(mode wechat.TokenMode) text.Text {
	if mode == wechat.Classic {
		return text.TokenClassic
	}
	return text.TokenStable
}

// AppForm is what was typed of an App, and what was wrong with it.
type AppForm struct {
	Name, Appid, TokenMode, Band, TimeZone, CodesPerPayment, PaymentDelay, Pace, QuietFrom, QuietUntil string
	ContentDays, CodeDays                                                                              string
	Errors                                                                                             map[string]string
}

// AppPage is one App's settings; ID 0 is the form for a new one.
type AppPage struct {
	layout.Page
	ID    int64
	Form  AppForm
	State AppRow
	Token TokenView
}

// TokenView is how an App's token stands.
type TokenView struct {
	None    bool
	Facts   []components.Fact
	Failed  bool
	Meaning string // of the failure
	Remedy  string
}

// NewTokenView explains a failure to fetch the token by the call that fetches it.
func NewTokenView(ctx context.Context, app models.App, state models.TokenState) TokenView {
	view := TokenView{None: state.ExpiresAt == 0, Failed: state.FailedAt != 0}
	if !view.None {
		view.Facts = append(view.Facts,
			components.Fact{Name: text.TokenValidUntil.In(ctx), Value: text.DateTime(ctx, state.ExpiresAt)},
			components.Fact{Name: text.TokenObtained.In(ctx), Value: text.DateTime(ctx, state.ObtainedAt)})
	}
	if !view.Failed {
		return view
	}
	view.Meaning = text.TokenNoAnswer.In(ctx)
	if state.FailureErrcode != 0 {
		call := wechat.CallStableToken
		if app.TokenMode == wechat.Classic {
			call = wechat.CallToken
		}
		view.Meaning, view.Remedy = text.Errcode(ctx, call, state.FailureErrcode)
	}
	view.Facts = append(view.Facts,
		components.Fact{Name: text.TokenFailedAt.In(ctx), Value: text.DateTime(ctx, state.FailedAt)},
		components.Fact{Name: text.PlatformSaid.In(ctx), Value: state.Failure, Mono: true})
	return view
}
