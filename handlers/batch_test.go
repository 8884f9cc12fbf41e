package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"xinshi/models"
	"xinshi/models/modelstest"
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

func batchValues(template models.Template) url.Values {
	return url.Values{
		"template": {template.TemplateID}, "for": {template.TemplateID}, "mode": {"fields"}, "name": {"周末果园采摘"}, "audience": {"reachable"},
		"field.order_no": {"A1"}, "start": {"now"}, "stop_percent": {"20"}, "page": {"pages/event"},
	}
}

// started sets a batch up through the pages and lets it do its own work.
func started(t *testing.T, s *site, b *browser, app models.App, form url.Values) models.Batch {
	t.Helper()
	path := "/apps/" + app.Appid + "/batches"
	to := b.post(t, path, form).want(t, http.StatusSeeOther).header.Get("Location")
	batchID, err := models.ParseID(strings.TrimPrefix(to, path+"/"))
	if err != nil {
		t.Fatal(err)
	}
	return kept(t, s, app, batchID)
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
	if !strings.Contains(page.text(t, "content"), "nickname") || !strings.Contains(page.text(t, "preview-for"), "昵称o0") {
		t.Errorf("content %q, preview for %q", page.text(t, "content"), page.text(t, "preview-for"))
	}
	check := b.post(t, list+"/check", batchValues(template)).want(t, http.StatusOK)
	if got := check.text(t, "will"); got != "立即给 4 位用户 发送“订单发货通知”。" {
		t.Errorf("the check says %q", got)
	}
	if rows, err := s.Batches(t.Context(), app.ID, models.Cursor{}, 10); err != nil || len(rows.Rows) != 0 {
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
	form.Set("at", "2026-11-23T18:00")
	form.Set("late", "30")
	got := b.post(t, "/apps/"+app.Appid+"/batches/check", form).want(t, http.StatusOK)
	for name, want := range map[string]string{
		"will": "在 2026-11-23 18:00 给 4 位用户 发送“订单发货通知”。", "reach": "3 位用户", "rule-late": "最多晚 30 分钟", "rule-pace": "每秒最多 2 条", "rule-stop": "超过 20% 时自动暂停",
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
	if !strings.Contains(got.text(t, "will"), "列出的 3 位用户") {
		t.Errorf("a list: %q", got.text(t, "will"))
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
		"name": " ", "audience": "picked", "openids": "", "pace": "schnell", "stop_percent": "101", "late": "-3", "start": "at", "at": "2026-11-23T09:59",
		"field.shipped_at": "gestern", "page": "with blank",
	} {
		form.Set(name, value)
	}
	for _, path := range []string{"/batches/check", "/batches"} {
		got := b.post(t, "/apps/"+app.Appid+path, form).want(t, http.StatusUnprocessableEntity)
		for _, field := range []string{"name", "openids", "pace", "stop_percent", "late", "at", "keyword2", "page"} {
			if got.text(t, "error-"+field) == "" {
				t.Errorf("%s: no sentence at %s", path, field)
			}
		}
		for _, name := range []string{"pace", "stop_percent", "late", "at", "field.shipped_at", "field.order_no", "page"} {
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
	if whole.doc(t).Find("h1").Length() != 1 || !strings.Contains(whole.text(t, "slip"), "昵称o0") {
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
	late.Set("at", "2026-11-23T10:30")
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
	form.Set("field.order_no", `<img src=x>`)
	check := operator.post(t, "/apps/"+app.Appid+"/batches/check", form).want(t, http.StatusOK)
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
	operator.get(t, "/apps/"+app.Appid+"/batches?state=running").want(t, http.StatusBadRequest)
	marketer := s.as(t, models.RoleMarketer)
	page := marketer.get(t, path).want(t, http.StatusOK)
	if page.doc(t).Find("[data-testid=actions] form").Length() != 0 || marketer.get(t, "/apps/"+app.Appid+"/batches").text(t, "new-batch") != "" {
		t.Error("who may not send is offered buttons")
	}
	marketer.post(t, path+"/pause", nil).want(t, http.StatusForbidden)
	marketer.get(t, "/apps/"+app.Appid+"/batches/new").want(t, http.StatusForbidden)
}
