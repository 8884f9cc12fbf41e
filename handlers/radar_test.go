package handlers_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/views/paths"
)

func TestRadar(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	radar, list := paths.Radar(app.Appid), paths.Recipients(app.Appid)
	b := s.as(t, models.RoleOperator)
	if b.get(t, radar).want(t, http.StatusOK).text(t, "nothing-expires") == "" {
		t.Error("an empty radar does not say so")
	}
	once := s.Template(t, app, func(in *models.TemplateInput) { in.Kind, in.Title = models.KindSubscribeOnce, "到货提醒" })
	left := func(openid string, d time.Duration) models.CodeInput {
		return models.CodeInput{Openid: openid, Kind: models.CodeForm, Code: "code-of-" + openid, ObtainedAt: s.Now().Add(d - models.CodeLife)}
	}
	s.Codes(t, app, left("anna", 9*time.Hour), left("ben", 9*time.Hour), left("carl", 40*time.Hour),
		models.CodeInput{Openid: "dora", Kind: models.CodeSubscribeOnce, TemplateID: once.TemplateID},
		models.CodeInput{Openid: "dora", Kind: models.CodePrepay, Code: "prepay-1", OrderNo: "A1"})
	page := b.get(t, radar).want(t, http.StatusOK)
	for hours, want := range map[string]string{"24h": "2", "48h": "3", "72h": "3", "168h": "3"} {
		window := page.doc(t).Find(`[data-testid="within-` + hours + `"]`)
		if got := window.Find(`[data-testid="codes"]`).Text(); got != want {
			t.Errorf("within %s: %s codes, want %s", hours, got, want)
		}
		if to := window.Find(`[data-testid="people"]`).AttrOr("href", ""); to != list+"?expiring="+hours {
			t.Errorf("within %s leads to %q", hours, to)
		} else if n := len(strings.Fields(b.get(t, to).want(t, http.StatusOK).people(t))); len(want) != 1 || n != int(want[0]-'0') {
			t.Errorf("within %s: %d people, want %s", hours, n, want)
		}
		if to := window.Find(`[data-testid="compose"]`).AttrOr("href", ""); to != paths.DraftNew(app.Appid)+"?filter=expiring%3D"+hours {
			t.Errorf("within %s: writing leads to %q", hours, to)
		}
	}
	chart := page.doc(t).Find(`[data-testid="radar"]`)
	if got := chart.Find("svg").AttrOr("aria-label", ""); got != "今后 7 天每小时到期的发送码，共 3 个；最多的一小时从 2026-11-23 19:00 开始，有 2 个。" {
		t.Errorf("the chart is said to be %q", got)
	}
	if n := chart.Find("table tbody tr").Length(); n != 169 || chart.Find("svg .plot-hit").Length() != 2 {
		t.Errorf("%d rows, %d bars to point at", n, chart.Find("svg .plot-hit").Length())
	}
	if got := page.text(t, "stock"); !strings.Contains(got, "其中不过期的 1 个") || !strings.Contains(got, "另有 1 个在等待支付") || !strings.Contains(got, "到货提醒") {
		t.Errorf("the stock says %q", got)
	}

	form := page.doc(t).Find(`[data-testid="within-24h"] form`)
	save := page.typedIn(form)
	b.post(t, form.AttrOr("action", ""), save).leadsTo(t, list+"?expiring=24h")
	saved := b.get(t, radar).doc(t).Find(`[data-testid="within-24h"]`)
	if got := saved.Find(`[data-testid="saved"]`).Text(); got != "已存为人群“24 小时内有码到期”" || !strings.Contains(saved.Find(`[data-testid="compose"]`).AttrOr("href", ""), "?segment=") {
		t.Errorf("saved, it says %q", got)
	}
	b.get(t, radar+"?q=x").want(t, http.StatusBadRequest)
	if n := s.as(t, models.RoleAuditor).get(t, radar).want(t, http.StatusOK).doc(t).Find(`main form, [data-testid="compose"]`).Length(); n != 0 {
		t.Errorf("an auditor is offered %d things to do", n)
	}
}

// TestRadarIsLight measures it with codes expiring in every hour.
func TestRadarIsLight(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	var codes []models.CodeInput
	for hour := 1; hour < 168; hour++ {
		codes = append(codes, models.CodeInput{
			Openid: "o" + paths.ID(int64(hour)), Kind: models.CodeForm, Code: "code" + paths.ID(int64(hour)), ObtainedAt: s.Now().Add(time.Duration(hour)*time.Hour - models.CodeLife),
		})
	}
	s.Codes(t, app, codes...)
	page := s.as(t, models.RoleAdmin).get(t, paths.Radar(app.Appid)).want(t, http.StatusOK)
	if n := page.doc(t).Find("svg .plot-hit").Length(); n != 167 {
		t.Fatalf("%d hours have codes", n)
	}
	if len(page.body) > 60<<10 {
		t.Errorf("it weighs %d bytes, want at most %d", len(page.body), 60<<10)
	}
}
