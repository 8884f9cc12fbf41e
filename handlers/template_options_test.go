package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/views/paths"
)

func TestAnotherVersionIsConfirmedOnTheForm(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	b := s.as(t, models.RoleOperator)
	form := with(templateForm(), "kind", "subscribe_once", "miniprogram_state", "trial", "lang", "en_US")
	refused := b.post(t, paths.Templates(app.Appid), form).want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(refused.text(t, "error-miniprogram_state"), "再确认一次") || refused.doc(t).Find(`[name=confirm_state]`).Length() != 1 {
		t.Errorf("the second question is not asked: %q", refused.text(t, "error-miniprogram_state"))
	}
	if refused.doc(t).Find(`[name=miniprogram_state][value=trial]`).AttrOr("checked", "no") == "no" || refused.doc(t).Find(`[name=lang] option[selected]`).AttrOr("value", "") != "en_US" {
		t.Error("what was chosen is forgotten")
	}
	added := b.post(t, paths.Templates(app.Appid), with(form, "confirm_state", "1")).want(t, http.StatusSeeOther)
	if got := b.get(t, added.header.Get("Location")).text(t, "opens"); got != "体验版" {
		t.Errorf("the template's page says it opens %q", got)
	}
}

func TestComposeAsksAgainAboutAnotherVersion(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	template := s.Template(t, app, subscribes, func(in *models.TemplateInput) { in.MiniprogramState, in.StateConfirmed = models.StateDeveloper, true })
	s.Codes(t, app, models.CodeInput{Openid: "o1", Kind: models.CodeSubscribeOnce, TemplateID: template.TemplateID})
	b := s.as(t, models.RoleOperator)
	made := b.post(t, paths.With(paths.Drafts(app.Appid), "to", "o1"), url.Values{"template": {template.TemplateID}}).want(t, http.StatusSeeOther).header.Get("Location")
	page := b.get(t, made).want(t, http.StatusOK)
	if !strings.Contains(page.text(t, "opens-other"), "开发版") {
		t.Errorf("the page warns %q", page.text(t, "opens-other"))
	}
	form := with(formOf(t, page, "content-form"), "data.keyword1", "1", "data.keyword2", "2026-11-24 09:05")
	check := b.post(t, made, form).want(t, http.StatusSeeOther).header.Get("Location")
	b.get(t, check).want(t, http.StatusOK)
	send := strings.TrimSuffix(check, "check") + "send"
	form = formOf(t, b.get(t, send).want(t, http.StatusOK), "send-form")
	refused := b.post(t, send, form).want(t, http.StatusUnprocessableEntity)
	if refused.text(t, "error-miniprogram_state") == "" {
		t.Error("sending is refused without a word about the version")
	}
	b.post(t, send, with(form, "miniprogram_state", "developer")).want(t, http.StatusSeeOther)

	key := s.backend(t, app)
	s.Codes(t, app, models.CodeInput{Openid: "o1", Kind: models.CodeSubscribeOnce, TemplateID: template.TemplateID})
	body := `{"template":"` + template.TemplateID + `","to":"o1","data":{"keyword1":{"value":"1"},"keyword2":{"value":"2"}}`
	_, answer := key.call(t, http.MethodPost, paths.APIMessages, body+"}")
	if got := answer["error"].(map[string]any); !strings.Contains(fmt.Sprint(got), "miniprogram_state") {
		t.Errorf("the API answers %v", got)
	}
	if r, _ := key.call(t, http.MethodPost, paths.APIMessages, body+`,"miniprogram_state":"developer"}`); r.status != http.StatusAccepted {
		t.Errorf("named, it is answered %d: %s", r.status, r.body)
	}
}
