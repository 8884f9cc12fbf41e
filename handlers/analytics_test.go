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

func TestAnalyticsShowsWhatCameAndWhoCanBeReached(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	b := s.as(t, models.RoleMarketer)
	empty := b.get(t, paths.Analytics(app.Appid)).want(t, http.StatusOK)
	if empty.text(t, "no-stats") == "" {
		t.Error("without any subscription the page does not say so")
	}
	template := s.Template(t, app, subscribes)
	s.Clock.Advance(time.Minute)
	for _, person := range []string{"o1", "o1", "o2"} {
		s.Codes(t, app, models.CodeInput{Openid: person, Kind: models.CodeSubscribeOnce, TemplateID: template.TemplateID, Scene: "<下单页>"})
	}
	for _, days := range []string{"7", "30"} {
		page := b.get(t, paths.With(paths.Analytics(app.Appid), "days", days)).want(t, http.StatusOK)
		if chart := page.doc(t).Find(`[data-testid="chart"] table tbody tr`); chart.Length() != map[string]int{"7": 7, "30": 30}[days] || !strings.Contains(chart.Last().Text(), "3") {
			t.Errorf("%s days: the table of the chart has %d rows, the last says %s", days, chart.Length(), chart.Last().Text())
		}
		row := page.doc(t).Find(`[data-testid="template-stats"]`)
		if row.Length() != 1 || row.Find(`[data-testid="reach"]`).Text() != "2" {
			t.Errorf("the template's row says %s", row.Text())
		}
		if scene := page.doc(t).Find(`[data-testid="scene-stats"]`).Text(); !strings.Contains(scene, "<下单页>") || !strings.Contains(scene, "100%") {
			t.Errorf("the scene's row says %s", scene)
		}
	}
	for _, bad := range []string{"1", "x", "30 "} {
		b.get(t, paths.With(paths.Analytics(app.Appid), "days", bad)).want(t, http.StatusBadRequest)
	}
}
