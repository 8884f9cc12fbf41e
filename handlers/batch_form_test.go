package handlers_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestBatchFromFormToProgress(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	template := s.Template(t, app)
	people(t, s, app, 4)
	s.Recipient(t, app, "nocode")
	b := s.as(t, models.RoleOperator)
	list := "/apps/" + app.Appid + "/batches"

	if empty := b.get(t, list).want(t, http.StatusOK); empty.text(t, "nothing-yet") == "" {
		t.Error("an empty list does not say so")
	}
	woken := s.woken
	batch := started(t, s, b, app, batchValues(template))
	if batch.Total != 4 || batch.Name != "周末果园采摘" || batch.StopPercent != 20 || s.woken == woken {
		t.Errorf("stored %+v", batch)
	}
	settle(t, s, app, batch, 2, models.MessageSent)
	settle(t, s, app, batch, 1, models.MessageFailed)
	s.Clock.Advance(10 * time.Second)

	show := b.get(t, list+"/"+id(batch.ID)).want(t, http.StatusOK)
	for name, want := range map[string]string{"n-sent": "2", "n-failed": "1", "n-waiting": "1", "n-unknown": "0", "percent": "75.0%", "pace": "平均每秒 0.3 条 · 预计 即将完成"} {
		if got := show.text(t, name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if got := show.doc(t).Find(`[data-testid="count-failed"] a`).AttrOr("href", ""); got != "/apps/"+app.Appid+"/messages?batch="+id(batch.ID)+"&state=failed" {
		t.Errorf("failures lead to %q", got)
	} else if n := b.get(t, got).want(t, http.StatusOK).doc(t).Find(`[data-testid="message"]`).Length(); n != 1 {
		t.Errorf("the link of 1 failure shows %d messages", n)
	}
	if rects := show.doc(t).Find(`[data-testid="meter"] rect`); rects.Length() != 2 || rects.First().AttrOr("width", "") != "500" {
		t.Errorf("the bar has %d segments", rects.Length())
	}
	if strings.Contains(show.body, " style=") {
		t.Error("the page has a style attribute, which our policy refuses")
	}
	if got := b.get(t, list).text(t, "batch"); !strings.Contains(got, "周末果园采摘") || !strings.Contains(got, "3 / 4") {
		t.Errorf("the list says %q", got)
	}
}

func TestBatchAtATimeForAList(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	template := s.Template(t, app)
	people(t, s, app, 3)
	s.Recipient(t, app, "nocode")
	b := s.as(t, models.RoleOperator)
	form := with(batchValues(template), "audience", "all", "pace", "2", "start", "at", "start_at", "2026-11-23T18:00", "late", "30")
	path := composed(t, b, app, form)
	check := b.get(t, path+"/check").want(t, http.StatusOK)
	for name, want := range map[string]string{"n-selected": "4", "n-reachable": "3", "n-no_code": "1", "starts": "2026-11-23 18:00"} {
		if got := check.text(t, name); got != want {
			t.Errorf("%s says %q, want %q", name, got, want)
		}
	}
	batch := started(t, s, b, app, form)
	if batch.State != models.BatchScheduled || batch.StartAt.Time() != time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC) || batch.Pace != 2 || batch.LateMs != 30*60_000 {
		t.Errorf("stored %+v", batch)
	}
	with(form, "audience", "picked", "openids", "o0\r\no1\r\no0\r\n\r\nstranger")
	if strangers := b.get(t, composed(t, b, app, form)+"/check").text(t, "unknown"); !strings.Contains(strangers, "1") {
		t.Errorf("of a stranger it says %q", strangers)
	}
	if listed := started(t, s, b, app, form); listed.Total != 2 {
		t.Errorf("the list became %d messages", listed.Total)
	}
}

func TestBrokenPlanSaysWhatIsTaken(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	b := s.as(t, models.RoleOperator)
	path := composed(t, b, app, batchValues(s.Template(t, app)))
	form := with(batchValues(models.Template{}), "pace", "schnell", "stop_percent", "101", "late", "-3", "start", "at", "start_at", "2036-01-01T10:00", "quiet", "own", "quiet_from", "22:30")
	form.Set("version", version(t, b.get(t, path+"/send")))
	got := b.post(t, path+"/plan", form).want(t, http.StatusUnprocessableEntity)
	for field, want := range map[string]string{"pace": "1 到 10,000", "stop_percent": "1 到 100", "late": "1 到 10,080", "start_at": "太远", "quiet_until": "格式"} {
		if !strings.Contains(got.text(t, "error-"+field), want) {
			t.Errorf("%s says %q, want %q", field, got.text(t, "error-"+field), want)
		}
		if got.value(t, field) != form.Get(field) {
			t.Errorf("%s shows %q, typed was %q", field, got.value(t, field), form.Get(field))
		}
	}
}

// TestBusinessFieldOfADraft: what only the sender knows is typed raw, and the
// template's mapping makes of it what is shown.
func TestBusinessFieldOfADraft(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	template := s.Template(t, app, func(in *models.TemplateInput) {
		in.Keywords = append(in.Keywords, models.KeywordInput{Key: "keyword3", Name: "单号", Field: "order_no"})
	})
	people(t, s, app, 1)
	b := s.as(t, models.RoleOperator)
	form := with(batchValues(template), "data.keyword2", "2026-11-24T09:05:00+08:00", "page", "pages/order?id={order_no}")
	content := composed(t, b, app, form) + "/content"
	page := b.get(t, content).want(t, http.StatusOK)
	if card := page.text(t, "slip"); !strings.Contains(card, "2026-11-24 09:05") || strings.Count(card, "A1") != 2 {
		t.Errorf("the card says %q", card)
	}
	if page.value(t, "data.keyword2") != "2026-11-24T09:05:00+08:00" || page.value(t, "data.keyword3") != "A1" || page.text(t, "error-page") != "" {
		t.Error("the raw value is gone, or a field is asked for twice, or unknown to the page")
	}
	form = with(formOf(t, page, "content-form"), "data.keyword3", "B2")
	b.post(t, content, form).want(t, http.StatusSeeOther)
	if card := b.get(t, content).text(t, "slip"); strings.Count(card, "B2") != 2 {
		t.Errorf("the card says %q", card)
	}
	bad := with(formOf(t, b.get(t, content), "content-form"), "data.keyword2", "soon")
	if refused := b.post(t, content, bad).want(t, http.StatusUnprocessableEntity); refused.text(t, "error-keyword2") == "" || refused.value(t, "data.keyword2") != "soon" {
		t.Error("a value that is no date is not refused at its place")
	}
	literal := with(formOf(t, b.get(t, content), "content-form"), "from.keyword2", "text")
	b.post(t, content, literal).want(t, http.StatusSeeOther)
	if card := b.get(t, content).text(t, "slip"); !strings.Contains(card, "soon") {
		t.Errorf("a fixed text is no fixed text: %q", card)
	}
}

func TestBatchWithQuietHoursOfItsOwn(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t, func(in *models.AppInput) { in.QuietFrom, in.QuietUntil = 60, 120 })
	template := s.Template(t, app)
	people(t, s, app, 1)
	b := s.as(t, models.RoleOperator)
	for _, c := range []struct {
		quiet string
		want  models.QuietHours
	}{{"", models.QuietHours{From: 60, Until: 120}}, {"none", models.QuietHours{}}, {"own", models.QuietHours{From: 22*60 + 30, Until: 8 * 60}}} {
		form := with(batchValues(template), "quiet", c.quiet, "quiet_from", "22:30", "quiet_until", "08:00")
		if got := started(t, s, b, app, form).QuietHours(app); got != c.want {
			t.Errorf("%q: quiet hours %v, want %v", c.quiet, got, c.want)
		}
	}
}
