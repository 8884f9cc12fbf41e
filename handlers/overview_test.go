package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"xinshi/handlers"
	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/wechat/simulator"
	"xinshi/views/paths"
)

func TestOverviewNumbersAreLinks(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, template := s.shop(t, "anna", "ben", "carl", "dora", "emil")
	s.settled(t, app, template, "anna", models.MessageSent)
	s.settled(t, app, template, "ben", models.MessageFailed, refusedWith(43101, "user refuse to accept the msg"))
	s.settled(t, app, template, "carl", models.MessageUnknown, unanswered)
	s.Queue(t, app, template, "dora")
	b := s.as(t, models.RoleAuditor)
	page := b.get(t, paths.Overview(app.Appid)).want(t, http.StatusOK)
	history := paths.Messages(app.Appid)
	cases := []struct{ testID, says, leads string }{
		{"tile-sent", "1", history + "?from=2026-11-23&state=sent"},
		{"tile-rate", "33.3%", history + "?from=2026-11-23&state=failed"},
		{"tile-queued", "1", history + "?state=queued"},
		{"tile-unknown", "1", history + "?state=unknown"},
		{"codes-all", "2", paths.Recipients(app.Appid) + "?has_code=1"},
		{"codes-24", "0", paths.Recipients(app.Appid) + "?expiring=24h"},
	}
	for _, c := range cases {
		link := page.doc(t).Find(`[data-testid="` + c.testID + `"] a`)
		if link.Text() != c.says || link.AttrOr("href", "") != c.leads {
			t.Errorf("%s: %q leads to %q, want %q to %q", c.testID, link.Text(), link.AttrOr("href", ""), c.says, c.leads)
		}
		b.get(t, c.leads).want(t, http.StatusOK)
	}
	failure := page.doc(t).Find(`[data-testid="failure"]`)
	if !strings.Contains(failure.Text(), "43101") || !strings.Contains(failure.Text(), "引导用户重新订阅") {
		t.Errorf("failures say %q", failure.Text())
	}
	if got := b.get(t, failure.Find("a").AttrOr("href", "")).linksOf(t, "message"); len(got) != 1 {
		t.Errorf("the failure leads to %v", got)
	}
	if page.text(t, "first-send") != "" || page.doc(t).Find(`[data-testid="chart"] tbody tr`).Length() != 24 {
		t.Error("it is taken for empty, or the chart has no 24 hours")
	}
	b.get(t, paths.Overview(app.Appid)+"?x=1").want(t, http.StatusBadRequest)
	s.browser().get(t, paths.Overview(app.Appid)).leadsTo(t, "/login?next="+url.QueryEscape(paths.Overview(app.Appid)))
}

func TestOverviewExpiringCodes(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, _ := s.shop(t, "anna")
	s.Clock.Advance(models.CodeLife - 36*time.Hour)
	s.Code(t, app, "anna", models.CodeForm, "a-younger-code-of-anna")
	page := s.as(t, models.RoleOperator).get(t, paths.Overview(app.Appid))
	for testID, want := range map[string]string{"codes-all": "2", "codes-24": "0", "codes-48": "1", "codes-72": "1"} {
		if got := page.text(t, testID); got != want {
			t.Errorf("%s: %s, want %s", testID, got, want)
		}
	}
}

func TestOverviewSaysWhyNothingIsSent(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, template := s.shop(t)
	until := s.Now().Add(14 * time.Hour)
	err := s.PauseApp(t.Context(), modelstest.Tester, app.ID, models.Pause{Errcode: 45009, Reason: "reach max api daily quota limit rid: x", Until: until})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.StopTemplate(t.Context(), modelstest.Tester, app.ID, template.ID, 40037, "template_id不正确"); err != nil {
		t.Fatal(err)
	}
	if err := s.BlockCodeKinds(t.Context(), modelstest.Tester, app.ID, models.CodeForm); err != nil {
		t.Fatal(err)
	}
	page := s.as(t, models.RoleAdmin).get(t, paths.Overview(app.Appid)).want(t, http.StatusOK)
	paused := page.text(t, "paused")
	for _, want := range []string{"45009 · ", "reach max api daily quota limit rid: x", "到 2026-11-24 00:00 自动恢复", "恢复发送"} {
		if !strings.Contains(paused, want) {
			t.Errorf("the pause does not say %q: %s", want, paused)
		}
	}
	if page.doc(t).Find(`form[action="`+paths.SettingsResume(app.ID)+`"]`).Length() != 1 {
		t.Error("an admin cannot resume")
	}
	if got := page.text(t, "stopped"); !strings.Contains(got, "订单发货通知") || !strings.Contains(got, "40037") {
		t.Errorf("stopped templates: %q", got)
	}
	if got := page.text(t, "blocked"); !strings.Contains(got, "表单") {
		t.Errorf("blocked codes: %q", got)
	}
	operator := s.as(t, models.RoleOperator).get(t, paths.Overview(app.Appid))
	if operator.doc(t).Find(`[data-testid="resume"]`).Length() != 0 || !strings.Contains(operator.text(t, "paused"), "请联系管理员恢复") {
		t.Error("an operator is offered what only an admin may do")
	}
}

func TestOverviewOfAnEmptyShop(t *testing.T) {
	t.Parallel()
	platform, err := simulator.New(simulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(t, modelstest.SQLite(t), func(config *handlers.Config) { config.Simulator = platform })
	bare := s.App(t)
	app, _ := s.shop(t, "anna")
	b := s.as(t, models.RoleOperator)
	links := func(app models.App) []string {
		var list []string
		doc := b.get(t, paths.Overview(app.Appid)).want(t, http.StatusOK).doc(t).Find(`[data-testid="first-send"] a`)
		for i := range doc.Nodes {
			list = append(list, doc.Eq(i).AttrOr("href", ""))
		}
		return list
	}
	want := []string{paths.Recipients(app.Appid) + "?has_code=1", paths.DraftNew(app.Appid), paths.Phone(app.Appid)}
	if got := links(app); strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("a shop with users leads to %v, want %v", got, want)
	}
	if got := links(bare); len(got) != 2 || got[0] != paths.TemplateNew(bare.Appid) {
		t.Errorf("a bare shop leads an operator to %v", got)
	}
}

func TestOverviewSpansAndBatches(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, template := s.shop(t, "anna", "dora")
	s.settled(t, app, template, "anna", models.MessageSent)
	batch, _ := s.batchOfOne(t, app, template)
	b := s.as(t, models.RoleAuditor)
	for span, parts := range map[string]int{"24h": 24, "7d": 28, "30d": 30} {
		page := b.get(t, paths.With(paths.Overview(app.Appid), "span", span)).want(t, http.StatusOK)
		chart := page.doc(t).Find(`[data-testid="chart"]`)
		if got := chart.Find("tbody tr").Length(); got != parts {
			t.Errorf("%s has %d parts, want %d", span, got, parts)
		}
		if got := chart.Find("tbody tr").Last().Find("td").First().Text(); got != "1" {
			t.Errorf("%s: the last part says %q sent", span, got)
		}
		if got := page.doc(t).Find(`[data-testid="spans"] [aria-current]`).AttrOr("href", ""); !strings.Contains(got, "span="+span) {
			t.Errorf("%s: marked is %q", span, got)
		}
		if got := page.doc(t).Find(`[data-testid="running"] .row-link`).AttrOr("href", ""); got != paths.Batch(app.Appid, batch.ID) {
			t.Errorf("running leads to %q", got)
		}
	}
	b.get(t, paths.With(paths.Overview(app.Appid), "span", "1y")).want(t, http.StatusBadRequest)
}
