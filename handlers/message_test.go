package handlers_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/views/paths"
)

// shop is an App with a template and one user per openid, each with a code.
func (s *site) shop(t *testing.T, openids ...string) (models.App, models.Template) {
	t.Helper()
	app := s.App(t)
	template := s.Template(t, app, func(in *models.TemplateInput) { in.Page = "pages/order/detail" })
	for _, openid := range openids {
		s.Recipient(t, app, openid)
		s.Code(t, app, openid, models.CodeForm, "form-of-"+openid+"-0123456789")
	}
	return app, template
}

// settled queues a message and ends it so; edit says more of the outcome.
func (s *site) settled(t *testing.T, app models.App, template models.Template, openid string, to models.MessageState, edit ...func(*models.Outcome)) models.Message {
	t.Helper()
	m := s.Queue(t, app, template, openid)
	s.Settled(t, s.Outcome(s.ClaimedOne(t, app), to, models.CodeUsed, edit...))
	return m
}

func refusedWith(errcode int, errmsg string) func(*models.Outcome) {
	return func(o *models.Outcome) {
		o.Reason, o.Errcode, o.Errmsg = models.CausePlatform, errcode, errmsg
	}
}

func unanswered(o *models.Outcome) { o.Reason = models.CauseNoAnswer }

// linksOf lists where the rows of a table lead, in order.
func (r reply) linksOf(t *testing.T, testID string) []string {
	t.Helper()
	var links []string
	doc := r.doc(t).Find(`[data-testid="` + testID + `"]`)
	for i := range doc.Nodes {
		links = append(links, doc.Eq(i).Find(".row-link").AttrOr("href", ""))
	}
	return links
}

// ownMonth counts the runs of TestHistoryFilters. Ids never go back in time
// within a process, so only beyond every other test's clock do they say its own.
var ownMonth atomic.Int64

func TestHistoryFilters(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	s.Clock.Advance(time.Duration(ownMonth.Add(1)) * 40 * 24 * time.Hour)
	day := s.Clock.Now().Format(time.DateOnly)
	next := s.Clock.Now().AddDate(0, 0, 1).Format(time.DateOnly)
	app, template := s.shop(t, "anna", "ben", "carl", "dora")
	other := s.Template(t, app, func(in *models.TemplateInput) { in.Title = "活动报名结果" })
	sent := s.settled(t, app, template, "anna", models.MessageSent)
	failed := s.settled(t, app, template, "ben", models.MessageFailed, refusedWith(43101, "user refuse to accept the msg"))
	s.Clock.Advance(24 * time.Hour)
	unknown := s.settled(t, app, other, "carl", models.MessageUnknown, unanswered)
	queued := s.Queue(t, app, template, "dora")
	b := s.as(t, models.RoleAuditor)
	wang := s.Staff(t, func(in *models.StaffInput) { in.Name, in.Email = "王芳", "wang@example.com" })
	if err := s.Exec("UPDATE messages SET actor_kind = 'staff', actor_id = ? WHERE id = ?", wang.ID, failed.ID); err != nil {
		t.Fatal(err)
	}
	if err := s.Exec("UPDATE messages SET actor_kind = 'api_key', actor_id = 4 WHERE id = ?", sent.ID); err != nil {
		t.Fatal(err)
	}

	batch, inBatch := s.batchOfOne(t, app, template)
	list := paths.Messages(app.Appid)
	cases := []struct {
		name, query string
		want        []models.Message
	}{
		{"batch", "?batch=" + paths.ID(batch.ID), []models.Message{inBatch}},
		{"batch and state", "?state=sent&batch=" + paths.ID(batch.ID), nil},
		{"nothing", "", []models.Message{inBatch, queued, unknown, failed, sent}},
		{"inputs left empty", "?state=&template=&to=&reason=&errcode=&from=&until=", []models.Message{inBatch, queued, unknown, failed, sent}},
		{"state", "?state=failed", []models.Message{failed}},
		{"template", "?template=" + paths.ID(other.ID), []models.Message{unknown}},
		{"person", "?to=ben", []models.Message{failed}},
		{"nobody", "?to=be", nil},
		{"errcode", "?errcode=43101", []models.Message{failed}},
		{"reason", "?reason=no_answer", []models.Message{unknown}},
		{"staff", "?by=" + paths.ID(wang.ID), []models.Message{failed}},
		{"the API", "?by=api", []models.Message{sent}},
		{"staff who asked for nothing", "?by=99", nil},
		{"from", "?from=" + next, []models.Message{inBatch, queued, unknown}},
		{"until includes its day", "?until=" + day, []models.Message{failed, sent}},
		{"two at once", "?state=unknown&from=" + next, []models.Message{unknown}},
		{"two that exclude each other", "?state=sent&to=ben", nil},
	}
	for _, c := range cases {
		page := b.get(t, list+c.query).want(t, http.StatusOK)
		var want []string
		for _, m := range c.want {
			want = append(want, paths.Message(app.Appid, m.ID))
		}
		if got := page.linksOf(t, "message"); strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%s: %v, want %v", c.name, got, want)
		}
		if nothing := len(c.want) == 0; nothing != (page.text(t, "no-match") != "") {
			t.Errorf("%s: says %q", c.name, page.text(t, "no-match"))
		}
	}
	chip := b.get(t, list+"?state=failed&by="+paths.ID(wang.ID)).doc(t).Find(".filter-chips").Text()
	if !strings.Contains(chip, "王芳") || !strings.Contains(chip, "失败") {
		t.Errorf("the chips say %q", chip)
	}
	if got := b.get(t, list+"?state=failed").text(t, "reason"); got != "43101 · 用户没有剩余的订阅次数" {
		t.Errorf("the reason reads %q", got)
	}
}

func TestHistoryRefusesUnknownFilters(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, _ := s.shop(t)
	foreign := s.Template(t, s.App(t))
	b := s.as(t, models.RoleOperator)
	for _, query := range []string{
		"colour=red", "state=gone", "reason=bad_luck", "errcode=abc", "by=somebody", "from=yesterday", "until=2026-13-01",
		"template=x", "template=" + paths.ID(foreign.ID), "before=x", "after=-1",
	} {
		page := b.get(t, paths.Messages(app.Appid)+"?"+query)
		if page.status != http.StatusBadRequest && page.status != http.StatusNotFound {
			t.Errorf("%s: status %d", query, page.status)
		}
		if page.text(t, "error") == "" {
			t.Errorf("%s: no sentence", query)
		}
	}
}

func TestHistoryChipsTakeOneFilterAway(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, _ := s.shop(t)
	page := s.as(t, models.RoleOperator).get(t, paths.Messages(app.Appid)+"?state=failed&errcode=43101&before=5&to=")
	chips := page.doc(t).Find(".filter-chips .chip")
	if got := strings.Join(strings.Fields(chips.Text()), " "); got != "状态：失败 错误码：43101" {
		t.Errorf("chips %q", got)
	}
	if got := chips.First().Find("a").AttrOr("href", ""); got != paths.Messages(app.Appid)+"?errcode=43101" {
		t.Errorf("the first chip leads to %q", got)
	}
}

func TestHistoryPages(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, template := s.shop(t, "anna")
	b := s.as(t, models.RoleOperator)
	list := paths.Messages(app.Appid)
	if page := b.get(t, list); page.text(t, "nothing-yet") == "" || page.text(t, "no-match") != "" {
		t.Error("an empty history does not say that nothing was sent yet")
	}
	for range 120 {
		s.Queue(t, app, template, "anna")
	}
	var seen []string
	url := list + "?state=queued"
	for range 3 {
		page := b.get(t, url).want(t, http.StatusOK)
		seen = append(seen, page.linksOf(t, "message")...)
		url = page.doc(t).Find(`.pager a[rel=next]`).AttrOr("href", "")
	}
	if url != "" || len(seen) != 120 {
		t.Fatalf("%d messages on three pages, then %q", len(seen), url)
	}
	last := b.get(t, list+"?state=queued&before="+strings.TrimPrefix(seen[99], list+"/"))
	newer := last.doc(t).Find(`.pager a[rel=prev]`).AttrOr("href", "")
	if !strings.Contains(newer, "state=queued") {
		t.Errorf("the pager lost the filter: %q", newer)
	}
	if got := b.get(t, newer).linksOf(t, "message"); len(got) != 50 || got[0] != seen[50] {
		t.Errorf("newer leads to %d messages, first %q", len(got), got[0])
	}
	if past := b.get(t, list+"?before=1"); past.text(t, "nothing-yet") != "" {
		t.Error("past the end it says that nothing was ever sent")
	}
}

// batchOfOne adds a batch for the person that s.shop gave a code and nothing was
// sent to, and freezes it.
func (s *site) batchOfOne(t *testing.T, app models.App, template models.Template) (models.Batch, models.Message) {
	t.Helper()
	b, err := s.AddBatch(t.Context(), modelstest.Tester, app, models.BatchInput{
		Name: "一人", TemplateID: template.TemplateID, Audience: models.Audience{Kind: models.AudiencePicked, Openids: []string{"dora"}},
		Content: models.Content{Fields: map[string]string{"order_no": "A1"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for more := true; more; {
		if more, err = s.KeepBatch(t.Context(), b.ID); err != nil {
			t.Fatal(err)
		}
	}
	page, err := s.Messages(t.Context(), app.ID, models.MessageFilter{BatchID: b.ID}, 10)
	if err != nil || len(page.Rows) != 1 {
		t.Fatalf("%d messages: %v", len(page.Rows), err)
	}
	return b, page.Rows[0]
}

// A search among very many messages that is given up early says so, and goes on.
func TestHistoryGoesOnSearching(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, _ := s.shop(t, "anna")
	err := s.Exec(`INSERT INTO messages (id, app_id, state, data, errcode, reason)
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120000)
		SELECT i, ?, 'failed', '[]', CASE i WHEN 17 THEN 40037 ELSE 41028 END, 'platform' FROM n`, app.ID)
	if err != nil {
		t.Fatal(err)
	}
	b := s.as(t, models.RoleOperator)
	at := paths.With(paths.Messages(app.Appid), "errcode", "40037")
	for steps := 0; ; steps++ {
		page := b.get(t, at).want(t, http.StatusOK)
		next, more := page.doc(t).Find(`[data-testid="go-on"]`).Attr("href")
		if !more {
			if rows := page.doc(t).Find(`[data-testid="message"]`).Length(); steps == 0 || rows != 1 {
				t.Errorf("after %d steps %d rows", steps, rows)
			}
			return
		}
		if got := page.text(t, "go-on"); got != "继续查找" {
			t.Errorf("the way on says %q", got)
		}
		if page.doc(t).Find(`[rel="next"]`).Length() != 0 {
			t.Error("it calls the rest of the search an older page")
		}
		at = next
	}
}
