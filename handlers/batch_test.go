package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/views/paths"
)

// people gives n users a form code each, o0, o1 ….
func people(t *testing.T, s *site, app models.App, n int) {
	t.Helper()
	for i := range n {
		openid := fmt.Sprintf("o%d", i)
		s.Recipient(t, app, openid)
		s.Code(t, app, openid, models.CodeForm, "f"+openid)
	}
}

// batchValues is what is typed in the steps of sending, all together.
func batchValues(template models.Template) url.Values {
	return url.Values{
		"template": {template.TemplateID}, "name": {"周末果园采摘"}, "audience": {"reachable"},
		"data.keyword1": {"A1"}, "start": {"now"}, "stop_percent": {"20"}, "page": {"pages/event"},
	}
}

// composed goes through the first steps and keeps the plan; it returns where the
// steps of the draft are.
func composed(t *testing.T, b *browser, app models.App, form url.Values) string {
	t.Helper()
	made := b.post(t, paths.Drafts(app.Appid), form).want(t, http.StatusSeeOther).header.Get("Location")
	path := made[:strings.LastIndex(made, "/")]
	for _, step := range []struct{ shown, posted string }{{"audience", "audience"}, {"content", "content"}, {"send", "plan"}} {
		form.Set("version", version(t, b.get(t, path+"/"+step.shown)))
		b.post(t, path+"/"+step.posted, form).want(t, http.StatusSeeOther)
	}
	return path
}

// started sends through the pages and lets the batch do its own work.
func started(t *testing.T, s *site, b *browser, app models.App, form url.Values) models.Batch {
	t.Helper()
	return submitted(t, s, b, app, composed(t, b, app, form))
}

// submitted checks a draft and sends it.
func submitted(t *testing.T, s *site, b *browser, app models.App, path string) models.Batch {
	t.Helper()
	b.get(t, path+"/check").want(t, http.StatusOK)
	page := b.get(t, path+"/send").want(t, http.StatusOK)
	send := url.Values{"version": {version(t, page)}, "confirmed_total": {page.value(t, "confirmed_total")}}
	to := b.post(t, path+"/send", send).want(t, http.StatusSeeOther).header.Get("Location")
	return kept(t, s, app, idOf(t, to))
}

// idOf is the id at the end of a path.
func idOf(t *testing.T, path string) int64 {
	t.Helper()
	id, err := models.ParseID(path[strings.LastIndex(path, "/")+1:])
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// kept lets a batch do its own work, as the engine does.
func kept(t *testing.T, s *site, app models.App, batchID int64) models.Batch {
	t.Helper()
	for more := true; more; {
		var err error
		if more, err = s.KeepBatch(t.Context(), batchID); err != nil {
			t.Fatal(err)
		}
	}
	b, err := s.Batch(t.Context(), app.ID, batchID)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// settle gives up to n messages of a batch an outcome.
func settle(t *testing.T, s *site, app models.App, b models.Batch, n int, to models.MessageState) {
	t.Helper()
	claimed, err := s.Claim(t.Context(), models.Lane{App: app, Batch: b}, n, modelstest.Lease)
	if err != nil || len(claimed) != n {
		t.Fatalf("claimed %d, %v", len(claimed), err)
	}
	for _, c := range claimed {
		s.Settled(t, s.Outcome(c, to, models.CodeUsed, func(o *models.Outcome) {
			if to == models.MessageFailed {
				o.Code, o.Reason = models.CodeAvailable, models.CauseGaveUp
			}
		}))
	}
}

func TestBatchSaysWhyItPaused(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	template := s.Template(t, app)
	people(t, s, app, 2)
	b := s.as(t, models.RoleOperator)
	batch := started(t, s, b, app, batchValues(template))
	claimed, err := s.Claim(t.Context(), models.Lane{App: app, Batch: batch}, 1, modelstest.Lease)
	if err != nil {
		t.Fatal(err)
	}
	s.Settled(t, s.Outcome(claimed[0], models.MessageFailed, models.CodeAvailable, func(o *models.Outcome) {
		o.Reason, o.Errcode, o.StopTemplate = models.CausePlatform, 40037, true
	}))
	page := b.get(t, "/apps/"+app.Appid+"/batches/"+id(batch.ID))
	if got := page.text(t, "sentence"); !strings.Contains(got, "40037") || page.text(t, "remedy") == "" || !strings.Contains(page.text(t, "note"), "模板也已停用") {
		t.Errorf("says %q, %q, %q", got, page.text(t, "remedy"), page.text(t, "note"))
	}
	late := batchValues(template)
	late.Set("start", "at")
	late.Set("start_at", "2026-11-23T10:30")
	late.Set("late", "5")
	if err := s.ResumeTemplate(t.Context(), modelstest.Tester, app.ID, template.ID); err != nil {
		t.Fatal(err)
	}
	batch = started(t, s, b, app, late)
	s.Clock.Advance(time.Hour)
	kept(t, s, app, batch.ID)
	if got := b.get(t, "/apps/"+app.Appid+"/batches/"+id(batch.ID)).text(t, "sentence"); !strings.Contains(got, "5 分钟以上") {
		t.Errorf("too late says %q", got)
	}
}

func TestBatchNews(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	people(t, s, app, 1)
	b := s.as(t, models.RoleOperator)
	batch := started(t, s, b, app, batchValues(s.Template(t, app)))
	live := b.get(t, "/apps/"+app.Appid+"/batches/"+id(batch.ID)).doc(t).Find("#batch-live")
	if live.AttrOr("hx-trigger", "") != "every 1s" {
		t.Errorf("it asks %q", live.AttrOr("hx-trigger", ""))
	}
	news := live.AttrOr("hx-get", "")
	b.header.Set("HX-Request", "true")
	same := b.get(t, news).want(t, http.StatusOK).doc(t)
	if same.Find("h1, #batch-actions").Length() != 0 || same.Find("#cancel-left[hx-swap-oob]").Length() != 1 {
		t.Error("an open question would be closed while nothing has changed")
	}
	settle(t, s, app, batch, 1, models.MessageSent)
	kept(t, s, app, batch.ID)
	over := b.get(t, news).want(t, http.StatusOK).doc(t)
	if over.Find("#batch-actions[hx-swap-oob]").Length() != 1 || over.Find("#batch-live[hx-get]").Length() != 0 {
		t.Error("when it is over the buttons stay, or it goes on asking")
	}
}

func TestBatchesAreGuarded(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, other := s.App(t), s.App(t)
	template := s.Template(t, app)
	people(t, s, app, 1)
	operator := s.as(t, models.RoleOperator)
	form := batchValues(template)
	form.Set("name", `<script>alert(1)</script>"'`)
	form.Set("data.keyword1", `<img src=x>`)
	draft := composed(t, operator, app, form)
	check := operator.get(t, draft+"/check").want(t, http.StatusOK)
	if content := operator.get(t, draft+"/content").want(t, http.StatusOK); strings.Contains(content.body, "<img src=x") {
		t.Error("the content does not escape what was typed")
	}
	batch := started(t, s, operator, app, form)
	path := "/apps/" + app.Appid + "/batches/" + id(batch.ID)
	for name, page := range map[string]reply{"check": check, "list": operator.get(t, "/apps/"+app.Appid+"/batches"), "page": operator.get(t, path)} {
		if strings.Contains(page.body, "<script>alert") || strings.Contains(page.body, "<img src=x") || !strings.Contains(page.body, "&lt;script&gt;alert") {
			t.Errorf("the %s does not escape what was typed", name)
		}
	}
	elsewhere := "/apps/" + other.Appid + "/batches/" + id(batch.ID)
	operator.get(t, elsewhere).want(t, http.StatusNotFound)
	for _, action := range []string{"/pause", "/resume", "/cancel", "/pace", "/retry"} {
		operator.post(t, elsewhere+action, nil).want(t, http.StatusNotFound)
	}
	operator.get(t, "/apps/"+app.Appid+"/batches?state=nonsense").want(t, http.StatusBadRequest)
	marketer := s.as(t, models.RoleMarketer)
	page := marketer.get(t, path).want(t, http.StatusOK)
	if page.doc(t).Find("[data-testid=actions] form").Length() != 0 || marketer.get(t, "/apps/"+app.Appid+"/batches").text(t, "new-batch") == "" {
		t.Error("who may not send is offered buttons")
	}
	marketer.post(t, path+"/pause", nil).want(t, http.StatusForbidden)
}
