package settings

import (
	"context"
	"strings"

	"github.com/a-h/templ"

	"xinshi/models"
	"xinshi/models/wechat/pay"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/text"
)

// PayForm is what was typed of how codes reach an App, and what was wrong with
// it. Keys are not among it: they never come back.
type PayForm struct {
	Collect, CollectSubscriptions        bool
	Mchid, MerchantSerial, PlatformKeyID string
	Errors                               map[string]string
}

// PaySource is what the page is made of.
type PaySource struct {
	App       models.App
	Intake    models.Intake
	Merchant  pay.Merchant
	Refusals  []models.Refusal
	NotifyURL string // empty: nobody outside reaches us
	Now       models.Millis
	Form      PayForm
}

// PayPage is how codes reach an App beside the API.
type PayPage struct {
	layout.Page
	ID          int64
	Form        PayForm
	Stored      models.Intake // which of its keys are there
	NotifyURL   string
	NotifyTrial string // why the platform will not come there
	Ready       []components.Fact
	Refused     []RefusedRow
}

// RefusedRow is how often something was refused for one reason.
type RefusedRow struct{ From, Why, Count string }

// NewPayPage shapes the page.
func NewPayPage(ctx context.Context, frame layout.Page, src PaySource) PayPage {
	p := PayPage{Page: frame, ID: src.App.ID, Form: src.Form, Stored: src.Intake, NotifyURL: src.NotifyURL, Ready: ready(ctx, src)}
	switch {
	case src.NotifyURL == "":
		p.NotifyTrial = text.PayNotifyMissing.In(ctx)
	case !strings.HasPrefix(src.NotifyURL, "https://"):
		p.NotifyTrial = text.PayNotifyPlain.In(ctx)
	}
	for _, r := range src.Refusals {
		p.Refused = append(p.Refused, RefusedRow{text.Source(r.Source).In(ctx), text.Refused(r.Reason).In(ctx), text.Number(r.N)})
	}
	return p
}

// ready says what the merchant's settings are good for, and by which keys WeChat
// Pay is believed.
func ready(ctx context.Context, src PaySource) []components.Fact {
	fact := func(name text.Text, works bool, id string) components.Fact {
		badge := components.BadgeView{Kind: components.BadgeDraft, Text: text.PayNotReady.In(ctx)}
		if works {
			badge = components.BadgeView{Kind: components.BadgeDone, Text: text.PayReady.In(ctx)}
		}
		return components.Fact{Name: name.In(ctx), Content: components.Badge(badge), TestID: id}
	}
	facts := []components.Fact{
		fact(text.PayReadyPlace, src.Merchant.CanPlace(), "ready-place"),
		fact(text.PayReadyV3, src.Merchant.CanVerifyV3(), "ready-v3"),
		fact(text.PayReadyV2, src.Merchant.CanVerifyV2(), "ready-v2"),
	}
	for _, key := range src.Merchant.Platform.List {
		value := key.ID
		if until := models.At(key.Until); !key.Until.IsZero() {
			words := text.PayKeyUntil
			if until <= src.Now {
				words = text.PayKeyEnded
			}
			value += " · " + words.In(ctx, text.DateTime(ctx, until))
		}
		facts = append(facts, components.Fact{Name: text.PayTrusted.In(ctx), Value: value, Mono: true, TestID: "platform-key"})
	}
	return facts
}

// keyField is an input that has no value: it can be replaced, never read.
func keyField(ctx context.Context, name string, label, hint text.Text, stored bool, problem string) components.FieldView {
	f := components.FieldView{Name: name, Label: label.In(ctx), Hint: hint.In(ctx), Error: problem, Autocomplete: "new-password", Mono: true, Rows: 4, Attrs: templ.Attributes{"spellcheck": "false"}}
	if stored {
		f.Hint = text.PaySecretKeep.In(ctx) + f.Hint
	}
	return f
}
