package integration

import (
	"context"

	"xinshi/models"
	"xinshi/views/text"
)

// clientSample is the data of the mini program's samples.
type clientSample struct {
	Collect    string // where the mini program reports
	Most       int    // how many codes wait on the phone, at the most
	Subscribed bool   // the mini program reports what its dialogs were answered
	Templates  []models.Template
	Words      map[string]string
}

// mostDialog is how many templates one subscribe dialog takes.
const mostDialog = 3

// subscribable are the templates that one dialog can ask for: of one kind, since
// the platform refuses a mixture, and one of each title, since it shows no more.
func subscribable(templates []models.Template) []models.Template {
	var list []models.Template
	titles := map[string]bool{}
	for _, t := range templates {
		fits := len(list) == 0 || t.Kind == list[0].Kind
		if t.Kind != models.KindTemplate && t.State == models.TemplateActive && fits && !titles[t.Title] && len(list) < mostDialog {
			list, titles[t.Title] = append(list, t), true
		}
	}
	return list
}

// fillClient writes the mini program's side.
func (p *Page) fillClient(ctx context.Context, src Source) error {
	data := clientSample{
		Collect: src.Collect, Most: models.MaxClientCodes, Subscribed: src.Intake.CollectSubscriptions,
		Templates: subscribable(src.Templates), Words: clientWords(ctx),
	}
	for _, s := range []struct {
		into     *[]Snippet
		id, file string
		name     string
		leaveOut bool
	}{
		{&p.Form, "sample-collect", "collect.js", "utils/xinshi.js", false},
		{&p.Form, "sample-form-wxml", "form.wxml", "pages/signup/signup.wxml", false},
		{&p.Form, "sample-form-js", "form.js", "pages/signup/signup.js", false},
		{&p.Subscribe, "sample-subscribe", "subscribe.js", "pages/product/product.js", len(data.Templates) == 0},
	} {
		if s.leaveOut {
			continue
		}
		code, err := write(s.file, data)
		if err != nil {
			return err
		}
		*s.into = append(*s.into, Snippet{ID: s.id, File: s.name, Code: code})
	}
	return nil
}

func clientWords(ctx context.Context) map[string]string {
	words := map[string]string{}
	for name, t := range map[string]text.Text{
		"Collect": text.SampleCollect, "Login": text.SampleLogin, "Expired": text.SampleExpired, "Form": text.SampleForm,
		"Flush": text.SampleFlush, "Refused": text.SampleRefused, "Subscribed": text.SampleSubscribed, "Name": text.SampleName,
		"Submit": text.SampleSubmit, "Again": text.SampleAgain, "Scene": text.SampleScene, "Own": text.SampleOwn,
		"Tap": text.SampleTap, "Event": text.SampleEvent,
	} {
		words[name] = t.In(ctx)
	}
	return words
}
