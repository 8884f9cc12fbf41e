package handlers_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/views/paths"
)

// templateForm is a form of two keywords, followed by a row left empty.
func templateForm() url.Values {
	return url.Values{
		"action": {"save"}, "template_id": {"NEW-1"}, "title": {"取件通知"}, "kind": {"template"}, "page": {"pages/pickup"},
		"rows": {"3"}, "emphasis": {"1"},
		"keywords[0].key": {"keyword1"}, "keywords[0].name": {"柜号"}, "keywords[0].sample": {"A-12"}, "keywords[0].field": {"locker"},
		"keywords[0].colour": {"#173177"}, // in the input, but not asked for
		"keywords[1].key":    {"keyword2"}, "keywords[1].name": {"取件码"}, "keywords[1].default": {"8842"},
		"keywords[1].tint": {"1"}, "keywords[1].colour": {"#C8321F"},
	}
}

// with is a form with some values changed: name, value, name, value.
func with(form url.Values, pairs ...string) url.Values {
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

func TestTemplateList(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	b := s.as(t, models.RoleOperator)
	empty := b.get(t, paths.Templates(app.Appid)).want(t, http.StatusOK).doc(t)
	if n := empty.Find(`[data-testid="no-templates"] a[href="` + paths.TemplateNew(app.Appid) + `"]`).Length(); n != 1 {
		t.Errorf("an empty list has %d links that add a template", n)
	}
	stopped := s.Template(t, app, func(in *models.TemplateInput) { in.Title = "<b>旧模板" })
	s.Template(t, app)
	s.Template(t, s.App(t), func(in *models.TemplateInput) { in.Title = "别家的模板" })
	if err := s.StopTemplate(t.Context(), modelstest.Tester, app.ID, stopped.ID, 40037, "template_id invalid"); err != nil {
		t.Fatal(err)
	}
	page := b.get(t, paths.Templates(app.Appid)).want(t, http.StatusOK)
	if rows := page.doc(t).Find(`[data-testid="template-row"]`); rows.Length() != 2 || strings.Contains(rows.Text(), "别家") {
		t.Errorf("rows: %q", rows.Text())
	}
	if strings.Contains(page.body, "<b>旧") {
		t.Error("a title is not escaped")
	}
	if why := page.text(t, "template-why"); !strings.Contains(why, "40037 · ") || len([]rune(why)) < 20 {
		t.Errorf("the reason of the stop is not explained: %q", why)
	}
	if got := page.doc(t).Find(`[data-testid="compose-with"]`).Length(); got != 1 {
		t.Errorf("%d templates offered for composing, want the one in use", got)
	}
	auditor := s.as(t, models.RoleAuditor)
	read := auditor.get(t, paths.Templates(app.Appid)).want(t, http.StatusOK).doc(t)
	if n := read.Find(`[data-testid="template-new"], [data-testid="template-stop"], [data-testid="compose-with"]`).Length(); n != 0 {
		t.Errorf("an auditor is offered %d actions", n)
	}
	auditor.get(t, paths.Template(app.Appid, stopped.ID)).want(t, http.StatusOK)
	b.get(t, paths.Templates(app.Appid)+"?colour=red").want(t, http.StatusBadRequest)
}

func TestAddTemplate(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	b := s.as(t, models.RoleOperator)
	b.get(t, paths.TemplateNew(app.Appid)).want(t, http.StatusOK)
	added := b.post(t, paths.Templates(app.Appid), templateForm()).want(t, http.StatusSeeOther)
	got, err := s.TemplateByPlatformID(t.Context(), app.ID, "NEW-1")
	if err != nil {
		t.Fatal(err)
	}
	if want := paths.Template(app.Appid, got.ID); added.header.Get("Location") != want {
		t.Errorf("leads to %s, want %s", added.header.Get("Location"), want)
	}
	if len(got.Keywords) != 2 || got.Emphasis != "keyword2" || got.Page != "pages/pickup" || got.State != models.TemplateActive {
		t.Fatalf("stored %+v", got)
	}
	if first, second := got.Keywords[0], got.Keywords[1]; first.Colour != "" || first.Field != "locker" || second.Colour != "#c8321f" || second.DefaultValue != "8842" {
		t.Errorf("keywords %+v", got.Keywords)
	}
	page := b.get(t, added.header.Get("Location")).want(t, http.StatusOK)
	if !strings.Contains(page.text(t, "flash"), "取件通知") || !strings.Contains(page.text(t, "keywords"), "#c8321f") {
		t.Errorf("page says %q, %q", page.text(t, "flash"), page.text(t, "keywords"))
	}
	if big := page.text(t, "slip-big"); big != "8842" {
		t.Errorf("large on the card: %q", big)
	}
}

func TestRefusedTemplateKeepsItsInput(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	taken := s.Template(t, app)
	b := s.as(t, models.RoleAdmin)
	cases := []struct{ name, field, value, says string }{
		{"no id", "template_id", "", "请填写"},
		{"an id with blanks", "template_id", "NEW 1", "格式不对"},
		{"a taken id", "template_id", taken.TemplateID, "已被使用"},
		{"no title", "title", "", "请填写"},
		{"a long title", "title", strings.Repeat("长", 101), "最多 100"},
		{"an unknown kind", "kind", "pigeon", "从列表中选择"},
		{"a page with blanks", "page", "pages/a b", "格式不对"},
		{"a key that is none", "keywords[1].key", "2keyword", "格式不对"},
		{"the same key twice", "keywords[1].key", "keyword1", "已被使用"},
		{"a keyword without a name", "keywords[0].name", "", "请填写"},
		{"a field that is none", "keywords[0].field", "订单", "格式不对"},
		{"a format that is none", "keywords[0].format", "roman", "从列表中选择"},
		{"a colour that is none", "keywords[1].colour", "red", "#RRGGBB"},
		{"a hole between the rows", "keywords[0].key", "", "格式不对"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			form := with(templateForm(), c.field, c.value)
			r := b.post(t, paths.Templates(app.Appid), form).want(t, http.StatusUnprocessableEntity)
			if got := r.text(t, "error-"+c.field); !strings.Contains(got, c.says) {
				t.Errorf("at %s it says %q, want %q", c.field, got, c.says)
			}
			for _, name := range []string{"template_id", "title", "page", "keywords[0].key", "keywords[0].sample", "keywords[1].key", "keywords[1].default"} {
				if got := r.value(t, name); got != form.Get(name) {
					t.Errorf("%s holds %q, was %q", name, got, form.Get(name))
				}
			}
			doc := r.doc(t)
			if _, on := doc.Find(`[name="keywords[1].tint"]`).Attr("checked"); !on {
				t.Error("the colour is no longer asked for")
			}
			if _, on := doc.Find(`[name="emphasis"][value="1"]`).Attr("checked"); !on {
				t.Error("the large keyword is no longer chosen")
			}
		})
	}
	none := b.post(t, paths.Templates(app.Appid), with(templateForm(), "rows", "0")).want(t, http.StatusUnprocessableEntity)
	if none.text(t, "error-keywords") == "" {
		t.Error("a template without keywords is refused without a word")
	}
	if all, err := s.Templates(t.Context(), app.ID); err != nil || len(all) != 1 {
		t.Errorf("%d templates stored, %v", len(all), err)
	}
}

func TestEditTemplate(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	before := s.Template(t, app)
	b := s.as(t, models.RoleOperator)
	form := formOf(t, b.get(t, paths.TemplateEdit(app.Appid, before.ID)).want(t, http.StatusOK), "template-form")
	with(form, "action", "save", "keywords[1].tint", "1", "keywords[1].colour", "#067a43", "template_id", "SMUGGLED", "kind", "subscribe_long")
	b.post(t, paths.TemplateEdit(app.Appid, before.ID), form).leadsTo(t, paths.Template(app.Appid, before.ID))
	after, err := s.Store.Template(t.Context(), app.ID, before.ID)
	if err != nil {
		t.Fatal(err)
	}
	if after.TemplateID != before.TemplateID || after.Kind != before.Kind {
		t.Errorf("id and kind became %s, %s", after.TemplateID, after.Kind)
	}
	for i, k := range after.Keywords {
		want := before.Keywords[i]
		if i == 1 {
			want.Colour = "#067a43"
		}
		want.ID = k.ID
		if k != want {
			t.Errorf("keyword %d became %+v, want %+v", i+1, k, want)
		}
	}
	with(form, "keywords[0].name", "")
	refused := b.post(t, paths.TemplateEdit(app.Appid, before.ID), form).want(t, http.StatusUnprocessableEntity)
	if refused.text(t, "error-keywords[0].name") == "" || refused.value(t, "keywords[1].colour") != "#067a43" {
		t.Error("a refused change is not shown at its place with what was typed")
	}
	other := s.Template(t, s.App(t))
	b.get(t, paths.TemplateEdit(app.Appid, other.ID)).want(t, http.StatusNotFound)
	b.post(t, paths.TemplateEdit(app.Appid, other.ID), form).want(t, http.StatusNotFound)
	s.as(t, models.RoleMarketer).post(t, paths.TemplateEdit(app.Appid, before.ID), form).want(t, http.StatusForbidden)
}

func TestTemplateRowsWithoutScript(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	b := s.as(t, models.RoleOperator)
	cases := []struct{ action, keys, large string }{
		{"add-row", "keyword1,keyword2,,", "1"},
		{"remove-0", "keyword2,", "0"},
		{"remove-1", "keyword1,", ""},
		{"up-1", "keyword2,keyword1,", "0"},
		{"down-0", "keyword2,keyword1,", "0"},
		{"preview", "keyword1,keyword2,", "1"},
	}
	for _, c := range cases {
		r := b.post(t, paths.Templates(app.Appid), with(templateForm(), "action", c.action)).want(t, http.StatusOK)
		var keys []string
		for i := range r.doc(t).Find(`[data-testid="keyword-row"]`).Length() {
			keys = append(keys, r.value(t, "keywords["+strconv.Itoa(i)+"].key"))
		}
		if got := strings.Join(keys, ","); got != c.keys {
			t.Errorf("%s leaves rows %q, want %q", c.action, got, c.keys)
		}
		if got := r.doc(t).Find(`[name="emphasis"][checked]`).AttrOr("value", "none"); got != c.large {
			t.Errorf("%s: row %q is large, want %q", c.action, got, c.large)
		}
		if r.value(t, "template_id") != "NEW-1" {
			t.Errorf("%s loses what was typed elsewhere", c.action)
		}
	}
	for _, action := range []string{"remove-7", "up-0", "down-2", "burn-1", "up-"} {
		b.post(t, paths.Templates(app.Appid), with(templateForm(), "action", action)).want(t, http.StatusBadRequest)
	}
	b.post(t, paths.Templates(app.Appid), with(templateForm(), "rows", "1000000000")).want(t, http.StatusBadRequest)
	if all, err := s.Templates(t.Context(), app.ID); err != nil || len(all) != 0 {
		t.Errorf("%d templates stored, %v", len(all), err)
	}
}

func TestTemplatePreview(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	b := s.as(t, models.RoleOperator)
	b.header.Set("HX-Request", "true")
	form := with(templateForm(), "keywords[0].sample", `<script>alert("1")</script>`, "keywords[1].default", "8842")
	r := b.post(t, paths.TemplatePreview(app.Appid), form).want(t, http.StatusOK)
	if strings.Contains(r.body, "<html") || strings.Contains(r.body, "<script>") {
		t.Errorf("not an escaped part of a page: %s", r.body)
	}
	slip := r.doc(t).Find(`[data-testid="slip"]`)
	if !strings.Contains(slip.Text(), `<script>alert("1")</script>`) || !strings.Contains(slip.Text(), "取件通知") {
		t.Errorf("the card says %q", slip.Text())
	}
	if got := slip.Find(`[data-testid="slip-big"] font`).First().AttrOr("color", ""); !strings.EqualFold(got, "#C8321F") {
		t.Errorf("the large value is %q", got)
	}
}

func TestStopAndStartTemplate(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	template := s.Template(t, app)
	b := s.as(t, models.RoleOperator)
	b.post(t, paths.TemplateStop(app.Appid, template.ID), nil).leadsTo(t, paths.Template(app.Appid, template.ID))
	page := b.get(t, paths.Template(app.Appid, template.ID)).want(t, http.StatusOK)
	if !strings.Contains(page.text(t, "template-stopped"), "由员工停用") {
		t.Errorf("the page says %q", page.text(t, "template-stopped"))
	}
	woken := s.woken
	b.post(t, paths.TemplateStart(app.Appid, template.ID), nil).leadsTo(t, paths.Template(app.Appid, template.ID))
	if got, err := s.Store.Template(t.Context(), app.ID, template.ID); err != nil || got.State != models.TemplateActive {
		t.Errorf("it is %s, %v", got.State, err)
	}
	if s.woken == woken {
		t.Error("nobody tells the engine that waiting messages may go")
	}
	other := s.Template(t, s.App(t))
	b.post(t, paths.TemplateStop(app.Appid, other.ID), nil).want(t, http.StatusNotFound)
}
