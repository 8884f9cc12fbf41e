package sending

import (
	"context"
	"strconv"
	"strings"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// RulesForm is what was typed about an App's rules.
type RulesForm struct {
	ConfirmAbove, RestDays, Openid string
	Approval, ApproveAbove         string
	Words                          map[models.TemplateKind]string
	Errors                         map[string]string
}

// NewRulesForm is the form as stored.
func NewRulesForm(app models.App, words models.WatchWords) RulesForm {
	f := RulesForm{
		ConfirmAbove: strconv.Itoa(app.ConfirmAbove), RestDays: strconv.Itoa(app.RestDays), Words: map[models.TemplateKind]string{},
		Approval: string(app.Approval), ApproveAbove: strconv.Itoa(app.ApproveAbove),
	}
	for kind, list := range words {
		f.Words[kind] = strings.Join(list, "\n")
	}
	return f
}

// InputWords is the input of a kind's words, followed by the kind.
const InputWords = "words."

// RulesPage is what an App asks of those who send to many.
type RulesPage struct {
	layout.Page
	Form                              RulesForm
	Testers                           []Tester
	MayLimit, MayWords, MayAppoint    bool
	SaveLimits, SaveWords, SaveTester string
}

// Tester is one of them.
type Tester struct{ ID, Name, Openid, Href string }

// approvalRules are what an App may ask for.
func approvalRules(ctx context.Context) []components.Option {
	names := map[models.ApprovalRule]text.Text{
		models.ApprovalNever: text.RulesApprovalNever, models.ApprovalAbove: text.RulesApprovalAbove, models.ApprovalAlways: text.RulesApprovalAlways,
	}
	var list []components.Option
	for _, rule := range models.ApprovalRules {
		list = append(list, components.Option{Value: string(rule), Text: names[rule].In(ctx)})
	}
	return list
}

// approvalRule says it in words.
func approvalRule(ctx context.Context, f RulesForm) string {
	for _, o := range approvalRules(ctx) {
		if o.Value == f.Approval && f.Approval == string(models.ApprovalAbove) {
			return text.FilterIs.In(ctx, text.RulesApproveAbove.In(ctx), f.ApproveAbove)
		} else if o.Value == f.Approval {
			return o.Text
		}
	}
	return ""
}

// NewRulesPage shapes the page.
func NewRulesPage(frame layout.Page, app models.App, testers []models.Recipient, form RulesForm) RulesPage {
	p := RulesPage{
		Page: frame, Form: form, MayLimit: frame.Can(models.PermApps), MayWords: frame.Can(models.PermTemplates), MayAppoint: frame.Can(models.PermEdit),
		SaveLimits: paths.SendingRules(app.Appid), SaveWords: paths.SendingWords(app.Appid), SaveTester: paths.SendingTesters(app.Appid),
	}
	for _, r := range testers {
		p.Testers = append(p.Testers, Tester{ID: paths.ID(r.ID), Name: r.Name(), Openid: r.Openid, Href: paths.Recipient(app.Appid, r.ID)})
	}
	return p
}
