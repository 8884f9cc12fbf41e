package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

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
	page := b.get(t, list+"/new?template="+template.TemplateID).want(t, http.StatusOK)
	if !strings.Contains(page.text(t, "content"), "nickname") || !strings.Contains(page.text(t, "preview-for"), "昵称o3") {
		t.Errorf("content %q, preview for %q", page.text(t, "content"), page.text(t, "preview-for"))
	}
	check := b.post(t, list+"/check", batchValues(template)).want(t, http.StatusOK)
	if got := check.text(t, "will"); got != "立即发送“订单发货通知”：4 位用户。" {
		t.Errorf("the check says %q", got)
	}
	if rows, err := s.Batches(t.Context(), app.ID, "", models.Cursor{}, 10); err != nil || len(rows.Rows) != 0 {
		t.Errorf("checking has made %d batches, %v", len(rows.Rows), err)
	}
	again := url.Values{}
	check.doc(t).Find(`[data-testid="confirm"] input`).Each(func(_ int, in *goquery.Selection) { again.Set(in.AttrOr("name", ""), in.AttrOr("value", "")) })
	woken := s.woken
	batch := started(t, s, b, app, again)
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

func TestBatchCheckCountsWhoCannotBeReached(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	template := s.Template(t, app)
	people(t, s, app, 3)
	s.Recipient(t, app, "nocode")
	b := s.as(t, models.RoleOperator)
	form := batchValues(template)
	form.Set("audience", "all")
	form.Set("pace", "2")
	form.Set("start", "at")
	form.Set("start_at", "2026-11-23T18:00")
	form.Set("late", "30")
	got := b.post(t, "/apps/"+app.Appid+"/batches/check", form).want(t, http.StatusOK)
	for name, want := range map[string]string{
		"will": "2026-11-23 18:00 发送“订单发货通知”：4 位用户。", "reach": "3 位用户", "rule-late": "最多晚 30 分钟", "rule-pace": "每秒最多 2 条", "rule-stop": "超过 20% 时自动暂停",
	} {
		if got.text(t, name) != want {
			t.Errorf("%s says %q, want %q", name, got.text(t, name), want)
		}
	}
	if !strings.Contains(got.text(t, "unreachable"), "1 人") {
		t.Errorf("who cannot be reached: %q", got.text(t, "unreachable"))
	}
	batch := started(t, s, b, app, form)
	if batch.State != models.BatchScheduled || batch.StartAt.Time() != time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC) {
		t.Errorf("stored %+v", batch)
	}
	form.Set("audience", "picked")
	form.Set("openids", "o0\r\no1\r\no0\r\n\r\nstranger")
	got = b.post(t, "/apps/"+app.Appid+"/batches/check", form).want(t, http.StatusOK)
	if will, strangers := got.text(t, "will"), got.text(t, "strangers"); !strings.Contains(will, "2 位用户") || !strings.Contains(strangers, "1 个") {
		t.Errorf("a list: %q, %q", will, strangers)
	}
	if listed := started(t, s, b, app, form); listed.Total != 2 {
		t.Errorf("the list became %d messages", listed.Total)
	}
}

func TestBrokenBatchFormKeepsItsInput(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	template := s.Template(t, app)
	people(t, s, app, 1)
	b := s.as(t, models.RoleOperator)
	form := batchValues(template)
	for name, value := range map[string]string{
		"name": " ", "audience": "picked", "openids": "", "pace": "schnell", "stop_percent": "101", "late": "-3", "start": "at", "start_at": "2026-11-23T09:59",
		"field.shipped_at": "gestern", "page": "with blank", "quiet": "own", "quiet_from": "22:30", "quiet_until": "",
	} {
		form.Set(name, value)
	}
	for _, path := range []string{"/batches/check", "/batches"} {
		got := b.post(t, "/apps/"+app.Appid+path, form).want(t, http.StatusUnprocessableEntity)
		for _, field := range []string{"name", "openids", "pace", "stop_percent", "late", "start_at", "keyword2", "page", "quiet_until"} {
			if got.text(t, "error-"+field) == "" {
				t.Errorf("%s: no sentence at %s", path, field)
			}
		}
		for _, name := range []string{"pace", "stop_percent", "late", "start_at", "field.shipped_at", "field.order_no", "page", "quiet_from"} {
			if got.value(t, name) != form.Get(name) {
				t.Errorf("%s: %s shows %q, typed was %q", path, name, got.value(t, name), form.Get(name))
			}
		}
		if got.doc(t).Find(`input[name=audience][checked]`).AttrOr("value", "") != "picked" || got.doc(t).Find(`select[name=template] option[selected]`).AttrOr("value", "") != template.TemplateID {
			t.Errorf("%s: a choice is forgotten", path)
		}
		if want := "请填 1 到 10,000 的整数，或留空。"; got.text(t, "error-pace") != want {
			t.Errorf("a pace that is no number: %q", got.text(t, "error-pace"))
		}
	}
	if n := s.Number(t, "SELECT COUNT(*) FROM batches"); n != 0 {
		t.Errorf("%d batches were made", n)
	}
	form = batchValues(template)
	form.Set("start", "at")
	form.Set("start_at", "2036-01-01T10:00")
	if got := b.post(t, "/apps/"+app.Appid+"/batches/check", form).want(t, http.StatusUnprocessableEntity); !strings.Contains(got.text(t, "error-start_at"), "太远") {
		t.Errorf("a start years ahead: %q", got.text(t, "error-start_at"))
	}
	form = batchValues(template)
	form.Set("template", "nowhere")
	if got := b.post(t, "/apps/"+app.Appid+"/batches/check", form).want(t, http.StatusUnprocessableEntity); got.text(t, "error-template") == "" || got.value(t, "name") != "周末果园采摘" {
		t.Error("an unknown template is not explained, or the name is lost")
	}
}

func TestBatchPreview(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	template := s.Template(t, app, func(in *models.TemplateInput) {
		in.Keywords = append(in.Keywords, models.KeywordInput{Key: "keyword3", Name: "称呼", Field: "nickname"})
	})
	other := s.Template(t, app, func(in *models.TemplateInput) { in.Title = "到货提醒" })
	people(t, s, app, 2)
	b := s.as(t, models.RoleOperator)
	path := "/apps/" + app.Appid + "/batches/preview"

	whole := b.post(t, path, batchValues(template)).want(t, http.StatusOK)
	if whole.doc(t).Find("h1").Length() != 1 || !strings.Contains(whole.text(t, "slip"), "昵称o1") {
		t.Errorf("without script: %q", whole.text(t, "slip"))
	}
	b.header.Set("HX-Request", "true")
	part := b.post(t, path, batchValues(template)).want(t, http.StatusOK)
	if part.doc(t).Find("h1, #content").Length() != 0 || !strings.Contains(part.text(t, "slip"), "A1") {
		t.Errorf("a keystroke is answered with more than it needs: %s", part.body)
	}
	form := batchValues(template)
	form.Set("template", other.TemplateID)
	form.Set("audience", "picked")
	form.Set("openids", "stranger\no1")
	part = b.post(t, path, form).want(t, http.StatusOK)
	if part.doc(t).Find("#content[hx-swap-oob]").Length() != 1 || part.value(t, "field.order_no") != "" {
		t.Error("another template keeps the values of the first")
	}
	if got := part.text(t, "preview-for"); !strings.Contains(got, "昵称o1") {
		t.Errorf("the first of a list: %q", got)
	}
	form = batchValues(template)
	form.Set("by", "keywords")
	if got := b.post(t, path, form).want(t, http.StatusOK); got.value(t, "data.keyword1") != "A1" {
		t.Error("going over to keywords loses what was typed")
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
		form := batchValues(template)
		form.Set("quiet", c.quiet)
		form.Set("quiet_from", "22:30")
		form.Set("quiet_until", "08:00")
		check := b.post(t, "/apps/"+app.Appid+"/batches/check", form).want(t, http.StatusOK)
		if c.quiet != "" && check.doc(t).Find(`input[type=hidden][name=quiet]`).AttrOr("value", "") != c.quiet {
			t.Errorf("%q: the check forgets it", c.quiet)
		}
		if got := started(t, s, b, app, form).QuietHours(app); got != c.want {
			t.Errorf("%q: quiet hours %v, want %v", c.quiet, got, c.want)
		}
	}
}
