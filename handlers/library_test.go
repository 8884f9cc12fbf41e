package handlers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"xinshi/handlers"
	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/wechat"
	"xinshi/models/wechat/simulator"
	"xinshi/views/paths"
)

func TestLibraryAddsInTheChosenOrder(t *testing.T) {
	t.Parallel()
	s, sim, app := librarySite(t)
	b := s.as(t, models.RoleOperator)
	shelf := b.get(t, paths.Library(app.Appid)).want(t, http.StatusOK)
	if n := shelf.doc(t).Find(`[data-testid="entry"]`).Length(); n == 0 || shelf.doc(t).Find(`[name="category"] option`).Length() < 2 {
		t.Fatalf("the library shows %d entries", n)
	}
	href := shelf.doc(t).Find(`[data-testid="entry"] a`).First().AttrOr("href", "")
	page := b.get(t, href).want(t, http.StatusOK)
	if page.doc(t).Find(`[data-testid="offer"] input`).Length() != 5 {
		t.Fatalf("%s offers %d keywords", href, page.doc(t).Find(`[data-testid="offer"]`).Length())
	}
	action, _, _ := strings.Cut(href, "?")
	for _, tt := range []struct {
		name, field string
		form        url.Values
	}{
		{"one keyword", "error-keywords", url.Values{"order-1": {"1"}, "scene": {"通知买家"}}},
		{"six", "error-keywords", url.Values{"order-1": {"1"}, "order-2": {"2"}, "order-3": {"3"}, "order-4": {"4"}, "order-5": {"5"}, "order-6": {"6"}, "scene": {"通知买家"}}},
		{"one place twice", "error-keywords", url.Values{"order-1": {"1"}, "order-2": {"1"}, "scene": {"通知买家"}}},
		{"no number", "error-keywords", url.Values{"order-1": {"一"}, "order-2": {"2"}, "scene": {"通知买家"}}},
		{"no scene", "error-scene", url.Values{"order-1": {"1"}, "order-2": {"2"}}},
		{"long scene", "error-scene", url.Values{"order-1": {"1"}, "order-2": {"2"}, "scene": {strings.Repeat("长", 16)}}},
	} {
		refused := b.post(t, action, tt.form).want(t, http.StatusUnprocessableEntity)
		if refused.text(t, tt.field) == "" {
			t.Errorf("%s: nothing is said of it", tt.name)
		}
		if got := refused.doc(t).Find(`[name="order-1"]`).AttrOr("value", ""); got != tt.form.Get("order-1") {
			t.Errorf("%s: what was typed came back as %q", tt.name, got)
		}
	}
	added := b.post(t, action, url.Values{"order-2": {"1"}, "order-1": {"7"}, "order-3": {""}, "scene": {"付款后通知"}}).want(t, http.StatusSeeOther)
	if !strings.HasSuffix(added.header.Get("Location"), "/edit") {
		t.Errorf("after adding one stands at %s", added.header.Get("Location"))
	}
	there, err := sim.Templates(app.Appid)
	if err != nil || len(there) != 1 {
		t.Fatalf("the platform has %+v, %v", there, err)
	}
	here, err := s.TemplateByPlatformID(t.Context(), app.ID, there[0].TemplateID)
	if err != nil || here.Keywords[0].Key != "amount1" || here.Keywords[1].Key != "character_string2" || here.Kind != models.KindSubscribeOnce {
		t.Errorf("registered %+v, %v", here, err)
	}
	again := b.post(t, action, url.Values{"order-2": {"1"}, "order-1": {"2"}, "scene": {"付款后通知"}}).want(t, http.StatusSeeOther)
	if again.header.Get("Location") != added.header.Get("Location") {
		t.Error("a template that the account has is not found here")
	}

	b.post(t, paths.TemplateDrop(app.Appid, here.ID), url.Values{"confirm": {"x"}}).want(t, http.StatusSeeOther)
	b.post(t, paths.TemplateDrop(app.Appid, here.ID), url.Values{"confirm": {"删除"}}).want(t, http.StatusSeeOther)
	if there, _ = sim.Templates(app.Appid); len(there) != 0 {
		t.Errorf("after deleting the platform has %+v", there)
	}
	if got := b.get(t, paths.Template(app.Appid, here.ID)); got.text(t, "template-removed") == "" {
		t.Error("the template here is not marked")
	}
	if got := b.get(t, paths.TemplateSync(app.Appid)); got.text(t, "sync-nothing") == "" {
		t.Error("what was deleted is a difference")
	}
	entries, err := s.AuditEntries(t.Context(), models.AuditFilter{}, 10)
	if err != nil {
		t.Fatal(err)
	}
	var actions []string
	for _, e := range entries.Rows {
		actions = append(actions, e.Action)
	}
	if !slices.Contains(actions, "library.add") || !slices.Contains(actions, "library.delete") {
		t.Errorf("the audit has %v", actions)
	}
}

func TestLibraryOfFixedAndLegacyTemplates(t *testing.T) {
	t.Parallel()
	s, sim, app := librarySite(t)
	b := s.as(t, models.RoleAdmin)
	fixed := paths.LibraryEntry(app.Appid, "subscribe", "10000001")
	if page := b.get(t, fixed).want(t, http.StatusOK); page.doc(t).Find(`[data-testid="offer"]`).Length() != 2 || page.doc(t).Find(`[data-testid="offer"] input`).Length() != 0 {
		t.Error("keywords that are fixed can be chosen")
	}
	b.post(t, fixed, url.Values{"scene": {"订单完成"}}).want(t, http.StatusSeeOther)
	if got := b.get(t, paths.With(paths.Library(app.Appid), "family", "template")).want(t, http.StatusOK); got.doc(t).Find(`[data-testid="entry"]`).Length() != 12 {
		t.Error("the legacy library is not shown")
	}
	legacy := paths.LibraryEntry(app.Appid, "template", "AT9001")
	if page := b.get(t, legacy).want(t, http.StatusOK); page.doc(t).Find(`[name="scene"]`).Length() != 0 {
		t.Error("a legacy template asks for a scene")
	}
	b.post(t, legacy, url.Values{"order-4": {"1"}, "order-1": {"2"}}).want(t, http.StatusSeeOther)
	here, err := s.Templates(t.Context(), app.ID)
	if err != nil || len(here) != 2 || here[1].Kind != models.KindTemplate || here[1].Keywords[0].Name != "快递单号" || here[1].Keywords[0].Key != "keyword1" {
		t.Errorf("registered %+v, %v", here, err)
	}
	b.get(t, paths.LibraryEntry(app.Appid, "nothing", "1")).want(t, http.StatusNotFound)
	b.get(t, paths.With(paths.Library(app.Appid), "page", "0")).want(t, http.StatusBadRequest)
	b.get(t, paths.With(paths.Library(app.Appid), "family", "x")).want(t, http.StatusBadRequest)

	if err := sim.AddApp(simulator.App{Appid: app.Appid, Secret: "test-secret", Banned: []string{"9102"}}); err != nil {
		t.Fatal(err)
	}
	refused := b.post(t, paths.LibraryEntry(app.Appid, "subscribe", "9102"), url.Values{"order-1": {"1"}, "order-2": {"2"}, "scene": {"通知"}}).want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(refused.text(t, "refused"), "200013") || refused.doc(t).Find(`[name="scene"]`).AttrOr("value", "") != "通知" {
		t.Errorf("a banned template is answered with %q", refused.text(t, "refused"))
	}
}

// Every code of the platform's documents is explained, on every page of the
// library: none is a 500, and none stands without words.
func TestLibraryExplainsWhatThePlatformRefuses(t *testing.T) {
	t.Parallel()
	code := 0
	platform := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "token") {
			_, _ = w.Write([]byte(`{"access_token":"T","expires_in":7200}`))
			return
		}
		if code != 0 || r.Method == http.MethodPost {
			_, _ = fmt.Fprintf(w, `{"errcode":%d,"errmsg":"no rid: 5f4b0f5e-1b2c3d4e-5a6b7c8d"}`, code)
			return
		}
		_, _ = w.Write([]byte(`{"errcode":0,"errmsg":"ok","data":[{"kid":1,"name":"甲","rule":"thing"},{"kid":2,"name":"乙","rule":"thing"}]}`))
	}))
	t.Cleanup(platform.Close)
	db := modelstest.SQLite(t)
	s := newSite(t, db, func(c *handlers.Config) { c.Platform = wechat.New(platform.URL, platform.Client(), db.Clock.Now) })
	app := s.App(t)
	template := s.Template(t, app, subscribes)
	b := s.as(t, models.RoleOperator)
	entry := paths.LibraryEntry(app.Appid, "subscribe", "9101")
	for _, code = range []int{-1, 20001, 20002, 40037, 43100, 43106, 45009, 45026, 45100, 45103, 200001, 200002, 200011, 200012, 200013, 200014, 200016, 200017, 200018, 200019, 200020, 200021, 200100, 40400, 404, 98765} {
		want := fmt.Sprintf("%d · ", code)
		for _, path := range []string{paths.Library(app.Appid), paths.With(paths.Library(app.Appid), "family", "template"), entry} {
			if got := b.get(t, path).want(t, http.StatusOK).text(t, "refused"); !strings.Contains(got, want) {
				t.Errorf("%s answers %d with %q", path, code, got)
			}
		}
		b.post(t, paths.TemplateDrop(app.Appid, template.ID), url.Values{"confirm": {"删除"}}).want(t, http.StatusSeeOther)
		if got := b.get(t, paths.Template(app.Appid, template.ID)).text(t, "flash"); !strings.Contains(got, want) {
			t.Errorf("deleting is answered %d with %q", code, got)
		}
		refused := b.post(t, entry, url.Values{"order-1": {"1"}, "order-2": {"2"}, "scene": {"通知"}}).want(t, http.StatusUnprocessableEntity)
		if got := refused.text(t, "refused"); !strings.Contains(got, want) {
			t.Errorf("adding is answered %d with %q", code, got)
		}
	}
}
