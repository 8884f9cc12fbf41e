package handlers

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/sending"
	"xinshi/views/text"
)

// showRules is what an App asks of those who send to many.
func (s *Server) showRules(c echo.Context) error {
	return s.rulesPage(c, http.StatusOK, func(*sending.RulesForm) {})
}

// rulesPage shows what is stored, except for what typed puts over it.
func (s *Server) rulesPage(c echo.Context, status int, typed func(*sending.RulesForm)) error {
	ctx, app := c.Request().Context(), currentApp(c)
	words, err := s.Store.WatchWords(ctx, app.ID)
	if err != nil {
		return err
	}
	testers, err := s.Store.Testers(ctx, app.ID)
	if err != nil {
		return err
	}
	form := sending.NewRulesForm(app, words)
	typed(&form)
	frame := s.page(c, layout.NavBatches, text.RulesTitle)
	frame.Context = text.RulesContext.In(ctx)
	return s.render(c, status, sending.Rules(sending.NewRulesPage(frame, app, testers, form)))
}

// saveRules changes the thresholds, the days of rest and which batches are approved.
func (s *Server) saveRules(c echo.Context) error {
	ctx, app := c.Request().Context(), currentApp(c)
	above, days := c.FormValue("confirm_above"), c.FormValue("rest_days")
	rule, approved := c.FormValue("approval"), c.FormValue("approve_above")
	rules := models.SendingRules{
		ConfirmAbove: neededNumber(above), RestDays: neededNumber(days), Approval: models.ApprovalRule(rule), ApproveAbove: neededNumber(approved),
	}
	err := s.Store.SaveSendingRules(ctx, actor(c), app.ID, rules)
	if sentences, refused := refusals(ctx, err); refused {
		return s.rulesPage(c, http.StatusUnprocessableEntity, func(f *sending.RulesForm) {
			f.ConfirmAbove, f.RestDays, f.Approval, f.ApproveAbove, f.Errors = above, days, rule, approved, rangesOf(c, sentences)
		})
	}
	if err != nil {
		return err
	}
	return s.done(c, paths.SendingRules(app.Appid), text.RulesSaved)
}

// neededNumber is wholeNumber where an empty field is no number either.
func neededNumber(typed string) int {
	if strings.TrimSpace(typed) == "" {
		return -1
	}
	return wholeNumber(typed)
}

// rangesOf says which numbers are taken: "choose from the list" would help nobody.
func rangesOf(c echo.Context, sentences map[string]string) map[string]string {
	ctx := c.Request().Context()
	for field, hint := range map[string]text.Text{"confirm_above": text.RulesConfirmHint, "rest_days": text.RulesRestHint, "approve_above": text.RulesApproveHint} {
		if sentences[field] != "" {
			sentences[field] = text.ReasonBadNumber.In(ctx) + " " + hint.In(ctx)
		}
	}
	return sentences
}

// saveWords replaces the words that the check points out.
func (s *Server) saveWords(c echo.Context) error {
	ctx, app := c.Request().Context(), currentApp(c)
	typed, words := map[models.TemplateKind]string{}, models.WatchWords{}
	for _, kind := range models.TemplateKinds {
		typed[kind] = c.FormValue(sending.InputWords + string(kind))
		words[kind] = strings.Split(typed[kind], "\n")
	}
	err := s.Store.SaveWatchWords(ctx, actor(c), app.ID, words)
	if sentences, refused := refusals(ctx, err); refused {
		return s.rulesPage(c, http.StatusUnprocessableEntity, func(f *sending.RulesForm) { f.Words, f.Errors = typed, sentences })
	}
	if err != nil {
		return err
	}
	return s.done(c, paths.SendingRules(app.Appid), text.RulesWordsSaved)
}

// saveTester makes a user a tester, or takes that back.
func (s *Server) saveTester(c echo.Context) error {
	ctx, app := c.Request().Context(), currentApp(c)
	openid, on := strings.TrimSpace(c.FormValue("openid")), c.FormValue("on") == "true"
	refuse := func(sentence string) error {
		return s.rulesPage(c, http.StatusUnprocessableEntity, func(f *sending.RulesForm) {
			f.Openid, f.Errors = openid, map[string]string{"openid": sentence}
		})
	}
	person, err := s.Store.RecipientByOpenid(ctx, app.ID, openid)
	if errors.Is(err, models.ErrNotFound) {
		return refuse(text.ReasonUnknownRecipient.In(ctx))
	}
	if err != nil {
		return err
	}
	err = s.Store.SetTester(ctx, actor(c), app.ID, person.ID, on)
	if sentences, refused := refusals(ctx, err); refused {
		return refuse(sentences["tester"])
	}
	if err != nil {
		return err
	}
	said := text.RulesTesterGone
	if on {
		said = text.RulesTesterAdded
	}
	return s.done(c, paths.SendingRules(app.Appid), said, person.Name())
}
