package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestBatchActions(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	template := s.Template(t, app)
	people(t, s, app, 3)
	b := s.as(t, models.RoleOperator)
	batch := started(t, s, b, app, batchValues(template))
	path := "/apps/" + app.Appid + "/batches/" + id(batch.ID)
	state := func() models.Batch {
		t.Helper()
		now, err := s.Batch(t.Context(), app.ID, batch.ID)
		if err != nil {
			t.Fatal(err)
		}
		return now
	}
	refused := func(action, want string) {
		t.Helper()
		b.post(t, path+action, nil).leadsTo(t, path)
		if got := b.get(t, path).text(t, "flash"); !strings.Contains(got, want) {
			t.Errorf("%s says %q, want %q", action, got, want)
		}
	}
	refused("/resume", "现在是“发送中”")
	refused("/retry", "不能重发")
	b.post(t, path+"/pause", nil).leadsTo(t, path)
	if got := b.get(t, path); state().State != models.BatchPaused || !strings.Contains(got.text(t, "sentence"), "由员工暂停") {
		t.Errorf("paused: %q", got.text(t, "sentence"))
	}
	refused("/pause", "现在是“已暂停”")
	b.post(t, path+"/pace", url.Values{"pace": {"7"}}).leadsTo(t, path)
	if state().Pace != 7 || b.get(t, path).value(t, "pace") != "7" {
		t.Errorf("pace is %d", state().Pace)
	}
	b.post(t, path+"/pace", url.Values{"pace": {"x"}}).leadsTo(t, path)
	if got := b.get(t, path).text(t, "flash"); state().Pace != 7 || !strings.Contains(got, "10,000") {
		t.Errorf("a pace that is no number says %q", got)
	}
	woken := s.woken
	b.post(t, path+"/resume", nil).leadsTo(t, path)
	if state().State != models.BatchRunning || s.woken == woken {
		t.Error("it does not go on")
	}
	settle(t, s, app, state(), 1, models.MessageSent)
	if got := b.get(t, path).text(t, "cancel-left"); !strings.Contains(got, "2 条") {
		t.Errorf("the question says %q", got)
	}
	b.post(t, path+"/cancel", nil).leadsTo(t, path)
	kept(t, s, app, batch.ID)
	got := b.get(t, path)
	if got.text(t, "n-cancelled") != "2" || got.doc(t).Find("#batch-live[hx-get]").Length() != 0 {
		t.Errorf("after the cancel %q are cancelled, and it still asks for news", got.text(t, "n-cancelled"))
	}
	refused("/cancel", "现在是“已取消”")
	refused("/pace", "现在是“已取消”")
}

func TestRetryBatch(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	template := s.Template(t, app)
	people(t, s, app, 2)
	b := s.as(t, models.RoleOperator)
	form := batchValues(template)
	form.Set("name", strings.Repeat("长", 100))
	batch := started(t, s, b, app, form)
	settle(t, s, app, batch, 1, models.MessageFailed)
	settle(t, s, app, batch, 1, models.MessageSent)
	kept(t, s, app, batch.ID)
	path := "/apps/" + app.Appid + "/batches/" + id(batch.ID)
	page := b.get(t, path)
	if page.text(t, "retry") == "" || !strings.Contains(page.text(t, "sentence"), "失败 1 条") {
		t.Errorf("a batch that is over: %q, %q", page.text(t, "sentence"), page.text(t, "retry"))
	}
	to := b.post(t, path+"/retry", nil).want(t, http.StatusSeeOther).header.Get("Location")
	child := b.get(t, to).want(t, http.StatusOK)
	if got := child.doc(t).Find(`[data-testid="parent"] a`).AttrOr("href", ""); got != path {
		t.Errorf("the child leads to %q", got)
	}
}
