package settings

import (
	"context"

	"xinshi/models"
	"xinshi/models/wechat"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/text"
)

// CallbackForm is what was typed about pushes, and what was wrong with it. Token
// and key are not among it: they never come back.
type CallbackForm struct {
	Mode        wechat.CallbackMode
	CreditsFrom models.CreditSource
	Errors      map[string]string
}

// CallbackSource is what the page is made of.
type CallbackSource struct {
	App              models.App
	Callback         models.Callback
	URL              string
	Guessed          bool // the URL is what the browser asked for
	Form             CallbackForm
	NewToken, NewKey string // in clear, on the one page that shows them
}

// CallbackPage is what an App and the platform have agreed on for pushes.
type CallbackPage struct {
	layout.Page
	ID               int64
	Form             CallbackForm
	Stored           models.Callback // which of its secrets are there
	URL              string
	Guessed          bool
	Modes, Sources   []components.Option
	State            []components.Fact
	Refused          string // why the latest push was not accepted
	Silent           bool   // credits are to be learnt from pushes, and none has come
	NewToken, NewKey string
}

// NewCallbackPage shapes the page.
func NewCallbackPage(ctx context.Context, frame layout.Page, src CallbackSource) CallbackPage {
	p := CallbackPage{
		Page: frame, ID: src.App.ID, Form: src.Form, Stored: src.Callback, URL: src.URL, Guessed: src.Guessed,
		State: callbackState(ctx, src.Callback), NewToken: src.NewToken, NewKey: src.NewKey,
	}
	for _, mode := range wechat.CallbackModes {
		name, hint := text.PushMode(mode)
		p.Modes = append(p.Modes, components.Option{Value: string(mode), Text: name.In(ctx), Hint: hint.In(ctx)})
	}
	for _, source := range []models.CreditSource{models.CreditsByEvent, models.CreditsByReport} {
		name, hint := text.CreditSource(source)
		p.Sources = append(p.Sources, components.Option{Value: string(source), Text: name.In(ctx), Hint: hint.In(ctx)})
	}
	p.Silent = src.Callback.CreditsFrom == models.CreditsByEvent && !src.Callback.PushedAt.IsSet()
	if c := src.Callback; c.RefusedAt > c.PushedAt {
		p.Refused = text.PushRefusal(ctx, c.Refusal)
	}
	return p
}

func callbackState(ctx context.Context, c models.Callback) []components.Fact {
	moment := func(name text.Text, at models.Millis, id string) components.Fact {
		f := components.Fact{Name: name.In(ctx), Value: text.CallbackNever.In(ctx), TestID: id}
		if at.IsSet() {
			f.Value, f.Mono = text.DateTime(ctx, at), true
		}
		return f
	}
	return []components.Fact{
		moment(text.CallbackChecked, c.CheckedAt, "callback-checked"),
		moment(text.CallbackPushed, c.PushedAt, "callback-pushed"),
		moment(text.CallbackRefusedAt, c.RefusedAt, "callback-refused-at"),
	}
}

// callbackSecret is an input for token or key, which can be replaced, never read.
func callbackSecret(ctx context.Context, name string, label, hint text.Text, stored bool, problem string) components.FieldView {
	f := components.FieldView{Name: name, Label: label.In(ctx), Hint: hint.In(ctx), Error: problem, Autocomplete: "new-password", Mono: true}
	if stored {
		f.Hint = text.CallbackKeep.In(ctx) + " " + f.Hint
	}
	return f
}
