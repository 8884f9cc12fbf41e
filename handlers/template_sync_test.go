package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"xinshi/handlers"
	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/wechat"
	"xinshi/models/wechat/simulator"
	"xinshi/views/paths"
)

// librarySite is a site beside a simulated platform that has its App, and nothing
// of it yet.
func librarySite(t *testing.T) (*site, *simulator.Simulator, models.App) {
	t.Helper()
	db := modelstest.SQLite(t)
	sim, err := simulator.New(simulator.Options{Now: db.Clock.Now, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	platform := httptest.NewServer(sim)
	t.Cleanup(platform.Close)
	s := newSite(t, db, func(c *handlers.Config) { c.Platform = wechat.New(platform.URL, platform.Client(), db.Clock.Now) })
	app := s.App(t)
	if err := sim.AddApp(simulator.App{Appid: app.Appid, Secret: "test-secret"}); err != nil {
		t.Fatal(err)
	}
	return s, sim, app
}

// refetch asks for the lists once more, later.
func (s *site) refetch(t *testing.T, b *browser, app models.App) reply {
	t.Helper()
	s.Clock.Advance(2 * time.Minute)
	b.post(t, paths.TemplateFetch(app.Appid), nil).want(t, http.StatusSeeOther)
	return b.get(t, paths.TemplateSync(app.Appid)).want(t, http.StatusOK)
}

func TestSyncTakesOverWhatWasSeen(t *testing.T) {
	t.Parallel()
	s, sim, app := librarySite(t)
	b := s.as(t, models.RoleOperator)
	page := b.get(t, paths.TemplateSync(app.Appid)).want(t, http.StatusOK)
	if page.text(t, "sync-never") == "" || page.doc(t).Find(".btn-primary").Length() != 1 {
		t.Error("before the first fetch the page does not say what to do")
	}
	ours := s.Template(t, app, func(in *models.TemplateInput) { in.TemplateID, in.Kind = "OURS", models.KindSubscribeOnce })
	gone := s.Template(t, app, func(in *models.TemplateInput) { in.TemplateID, in.Title = "GONE", "旧的通知" })
	for _, there := range []simulator.Template{
		{TemplateID: "OURS", Kind: simulator.KindSubscribeOnce, Title: ours.Title, Keywords: []simulator.Keyword{
			{Key: "keyword1", Name: "订单编号"}, {Key: "keyword2", Name: "发货时间"}, {Key: "enum_string3", Name: "状态", Choices: []string{"配送中", "已送达"}},
		}},
		{TemplateID: "NEW", Kind: simulator.KindSubscribeOnce, Title: "到货提醒", Keywords: []simulator.Keyword{{Key: "thing1", Name: "商品", Example: "<草莓>"}}},
	} {
		if err := sim.AddTemplateWithID(app.Appid, there); err != nil {
			t.Fatal(err)
		}
	}
	page = s.refetch(t, b, app)
	rows := page.doc(t).Find(`[data-testid="difference"]`)
	if rows.Length() != 3 {
		t.Fatalf("the page shows %d differences, want 3: %s", rows.Length(), rows.Text())
	}
	if text := rows.Text(); !strings.Contains(text, "状态只能填：配送中、已送达") || !strings.Contains(text, "商品（thing1）") {
		t.Errorf("the differences say %s", text)
	}
	if stored, err := s.Store.Template(t.Context(), app.ID, gone.ID); err != nil || stored.RemovedAt != 0 {
		t.Errorf("looking took something over: %+v, %v", stored, err)
	}
	list := page.doc(t).Find(`[name="list"]`).AttrOr("value", "")
	b.post(t, paths.TemplateSync(app.Appid), url.Values{"list": {list}, "pick": {"GONE"}}).want(t, http.StatusSeeOther)
	removed := b.get(t, paths.Template(app.Appid, gone.ID)).want(t, http.StatusOK)
	if removed.text(t, "template-removed") == "" || removed.doc(t).Find(`[data-testid="compose-with"]`).Length() != 0 {
		t.Error("the page of a removed template lets one go on")
	}
	b.post(t, paths.TemplateSync(app.Appid), url.Values{"list": {list}, "all": {"1"}}).want(t, http.StatusSeeOther)
	if page = b.get(t, paths.TemplateSync(app.Appid)); page.text(t, "sync-nothing") == "" {
		t.Error("there is something left to take over")
	}
	stored, err := s.Store.Template(t.Context(), app.ID, ours.ID)
	if err != nil || len(stored.Keywords) != 3 || stored.Keywords[0].Field != "order_no" || len(stored.Choices["enum_string3"]) != 2 {
		t.Errorf("taken over: %+v, %v", stored, err)
	}
	s.refetch(t, b, app)
	b.post(t, paths.TemplateSync(app.Appid), url.Values{"list": {list}, "all": {"1"}}).want(t, http.StatusSeeOther)
	if page = b.get(t, paths.TemplateSync(app.Appid)); !strings.Contains(page.text(t, "flash"), "再看一遍") {
		t.Errorf("an old page took over a newer list: %s", page.text(t, "flash"))
	}
	b.post(t, paths.TemplateSync(app.Appid), url.Values{"list": {"x"}}).want(t, http.StatusBadRequest)
}

func TestSyncExplainsWhatThePlatformRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, answer, want string
	}{
		{"quota", `{"errcode":45009,"errmsg":"reach max api daily quota limit"}`, "45009"},
		{"retired", `{"errcode":45103,"errmsg":"This API has been unsupported"}`, "45103"},
		{"secret", `{"errcode":40001,"errmsg":"invalid credential"}`, "40001"},
		{"unknown code", `{"errcode":98765,"errmsg":"what is this"}`, "98765"},
		{"no JSON", `<html>502</html>`, "没有等到微信的答复"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			platform := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, "token") {
					_, _ = w.Write([]byte(`{"access_token":"T","expires_in":7200}`))
					return
				}
				_, _ = w.Write([]byte(tt.answer))
			}))
			t.Cleanup(platform.Close)
			db := modelstest.SQLite(t)
			s := newSite(t, db, func(c *handlers.Config) { c.Platform = wechat.New(platform.URL, platform.Client(), db.Clock.Now) })
			app := s.App(t)
			page := s.refetch(t, s.as(t, models.RoleOperator), app)
			if notes := page.doc(t).Find(`[data-testid="list-refused"]`).Text(); !strings.Contains(notes, tt.want) {
				t.Errorf("the page says %q, want %s", notes, tt.want)
			}
			if page.text(t, "sync-unheard") == "" {
				t.Error("the page compares with nothing")
			}
		})
	}
}

func TestSyncFetchesSeldom(t *testing.T) {
	t.Parallel()
	s, _, app := librarySite(t)
	b := s.as(t, models.RoleAdmin)
	s.refetch(t, b, app)
	b.post(t, paths.TemplateFetch(app.Appid), nil).want(t, http.StatusSeeOther)
	if got := b.get(t, paths.TemplateSync(app.Appid)).text(t, "flash"); !strings.Contains(got, "刚刚获取过") {
		t.Errorf("asked again at once the page says %q", got)
	}
}
