// Package integration draws the pages of the shop's developer: the steps with
// samples that hold the App's own ids, the log of API calls, and the reference
// that is made from the OpenAPI document. Which calls exist and how they answer
// is for handlers; here they are only shown.
package integration

import (
	"context"
	"net/url"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// The query of the guide.
const (
	ParamLang     = "lang"
	ParamTemplate = "template"
)

// Limits are those of the API that a developer has to know.
type Limits struct{ PerSecond, MiB, Items int }

// Source is what the guide is made of.
type Source struct {
	App       models.App
	Base      string // of the API, without a slash at the end
	Collect   string // where the mini program reports
	Intake    models.Intake
	Guessed   bool // nobody configured Base: it is how this visit came here
	Limits    Limits
	Keys      []models.APIKey // only for those who may
	NewKey    string          // in clear, on the one page that shows it
	KeyForm   KeyForm
	Templates []models.Template
	Lang      string
	Template  int64 // whose sample to show; 0: the first
	Calls     CallSource
	Callback  string // where the platform pushes events
}

// Page is the guide.
type Page struct {
	layout.Page
	Base, Host      string
	Guessed         bool
	CollectOff      bool // the mini program may not report by itself
	CollectSettings string
	Facts           []components.Fact
	Keys            []KeyRow
	NewKey          string
	KeyForm         KeyForm
	Form            []Snippet
	Subscribe       []Snippet
	Languages       []components.ButtonView
	Templates       []components.Option
	Template        string
	Lang            string
	Server          Snippet
	Refusals        []components.ChipView
	Latest          CallList
}

// Snippet is a piece of code to be copied, with the name of its file.
type Snippet struct{ ID, File, Code string }

// NewPage shapes the guide.
func NewPage(ctx context.Context, frame layout.Page, src Source) (Page, error) {
	frame.Context = text.IntegrationContext.In(ctx)
	p := Page{
		Page: frame, Base: src.Base, Host: src.Base, Guessed: src.Guessed, NewKey: src.NewKey, KeyForm: src.KeyForm,
		Keys: newKeyRows(ctx, src.Keys), Latest: NewLatest(ctx, src.Calls), Refusals: newRefusals(ctx, src.Calls.Refused),
	}
	if u, err := url.Parse(src.Base); err == nil {
		p.Host = u.Scheme + "://" + u.Hostname() // the platform's list takes no ports but its own
	}
	p.Facts = facts(ctx, src)
	p.CollectOff, p.CollectSettings = !src.Intake.Collect, paths.SettingsPay(src.App.ID)
	if err := p.fillClient(ctx, src); err != nil {
		return Page{}, err
	}
	if err := p.fillServer(ctx, src); err != nil {
		return Page{}, err
	}
	return p, nil
}

func facts(ctx context.Context, src Source) []components.Fact {
	return []components.Fact{
		{Name: text.IntegrationBase.In(ctx), Value: src.Base, Mono: true, TestID: "base"},
		{Name: text.IntegrationAppid.In(ctx), Value: src.App.Appid, Mono: true},
		{Name: text.IntegrationCallback.In(ctx), Value: src.Callback, Mono: true, TestID: "callback"},
		{Name: text.IntegrationLimits.In(ctx), Value: text.IntegrationLimitsText.In(ctx, src.Limits.PerSecond, src.Limits.MiB, text.Number(int64(src.Limits.Items)))},
		{Name: text.IntegrationDocument.In(ctx), Content: document()},
	}
}

// fillServer shows the backend's side in one language, for one template.
func (p *Page) fillServer(ctx context.Context, src Source) error {
	lang := languageOf(src.Lang)
	t := chosen(src.Templates, src.Template)
	code, err := write(lang.template, newServerSample(ctx, src.Base, t, src.App.Zone()))
	if err != nil {
		return err
	}
	p.Lang, p.Server = lang.Key, Snippet{ID: "sample-server", File: lang.File, Code: code}
	template := ""
	if src.Template != 0 {
		template = paths.ID(t.ID)
	}
	for _, l := range languages {
		p.Languages = append(p.Languages, p.languageTab(src.App.Appid, l, template))
	}
	for _, t := range src.Templates {
		p.Templates = append(p.Templates, components.Option{Value: paths.ID(t.ID), Text: t.Title})
	}
	if t.ID != 0 {
		p.Template = paths.ID(t.ID)
	}
	return nil
}

// chosen is the template whose sample is shown: the one asked for, or the first
// that can be sent.
func chosen(templates []models.Template, id int64) models.Template {
	var first models.Template
	for _, t := range templates {
		if t.ID == id {
			return t
		}
		if first.ID == 0 && t.State == models.TemplateActive {
			first = t
		}
	}
	return first
}

// languageTab is a link, so that tabs work without script; with it only the
// sample is swapped.
func (p *Page) languageTab(appid string, l language, template string) components.ButtonView {
	path := paths.With(paths.Integration(appid), ParamLang, l.Key, ParamTemplate, template)
	tab := components.ButtonView{Text: l.Name, Href: path + "#server", Small: true, Kind: components.ButtonGhost, TestID: "lang-" + l.Key, Attrs: swapServer(path)}
	if l.Key == p.Lang {
		tab.Kind, tab.Attrs["aria-current"] = components.ButtonQuiet, "true"
	}
	return tab
}
