package handlers_test

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/views/paths"
)

// person is a stored user with everything that can be kept of one.
func (s *site) person(t *testing.T, app models.App, openid string) models.Recipient {
	t.Helper()
	note := "每年中秋订 20 箱\n先打电话"
	r, err := s.SaveRecipient(t.Context(), modelstest.Tester, app.ID, models.RecipientInput{
		Openid: openid, Nickname: "安娜", Remark: "爱芒果", Phone: "13800001111", Note: &note,
		Tags: []string{"a,b", "老客户"}, Attributes: map[string]string{"城市": "杭州", "等级": "金卡"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// typed is a form as a browser sends it back.
func (r reply) typed(t *testing.T, testID string) url.Values {
	t.Helper()
	return r.typedIn(r.doc(t).Find(`[data-testid="` + testID + `"]`))
}

// typedIn is typed for what was found already.
func (r reply) typedIn(found *goquery.Selection) url.Values {
	form := url.Values{}
	inputs := found.Find("input, textarea")
	for i := range inputs.Nodes {
		in := inputs.Eq(i)
		name, value := in.AttrOr("name", ""), in.AttrOr("value", "")
		_, on := in.Attr("checked")
		switch {
		case in.AttrOr("type", "") == "checkbox" && !on:
		case in.Is("textarea"):
			form.Add(name, in.Text())
		default:
			form.Add(name, value)
		}
	}
	return form
}

func TestEditRecipient(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	anna := s.person(t, app, "anna")
	here, edit := paths.Recipient(app.Appid, anna.ID), paths.RecipientEdit(app.Appid, anna.ID)
	b := s.as(t, models.RoleOperator)

	// What is sent back as it is changes nothing.
	form := b.get(t, edit).want(t, http.StatusOK).typed(t, "edit")
	b.post(t, edit, form).leadsTo(t, here)
	if got, err := s.Store.Recipient(t.Context(), app.ID, anna.ID); err != nil || got.Nickname != anna.Nickname || got.Phone != anna.Phone || got.Note != anna.Note || !maps.Equal(got.Attributes, anna.Attributes) {
		t.Errorf("stored %+v, %v", got, err)
	}
	shown := b.get(t, here)
	for testID, want := range map[string]string{"profile": "13800001111", "attributes": "城市杭州等级金卡", "note": "每年中秋订 20 箱 先打电话", "person-tags": "a,b"} {
		if got := shown.text(t, testID); !strings.Contains(got, want) {
			t.Errorf("%s says %q, want %q", testID, got, want)
		}
	}

	form.Set("nickname", "安娜·K")
	form.Set("openid", "someone-else")
	form["tag"] = []string{"老客户"}
	form.Set("tags", "团购，社区, ")
	form["attr_name"] = []string{"城市", "等级", "生日", ""}
	form["attr_value"] = []string{"宁波", "", "0512", ""}
	b.post(t, edit, form).leadsTo(t, here)
	saved := b.get(t, here)
	if saved.text(t, "flash") != "已保存。" || saved.text(t, "attributes") != "属性城市宁波生日0512" {
		t.Errorf("says %q, attributes %q", saved.text(t, "flash"), saved.text(t, "attributes"))
	}
	if got := saved.text(t, "person-tags"); !strings.Contains(got, "团购") || !strings.Contains(got, "社区") || strings.Contains(got, "a,b") {
		t.Errorf("tags %q", got)
	}
	if got, _ := s.Store.Recipient(t.Context(), app.ID, anna.ID); got.Openid != "anna" || got.Nickname != "安娜·K" {
		t.Errorf("stored %+v", got)
	}
	b.post(t, paths.RecipientEdit(s.App(t).Appid, anna.ID), form).want(t, http.StatusNotFound)
	marketer := s.as(t, models.RoleMarketer)
	if page := marketer.get(t, here).want(t, http.StatusOK); page.doc(t).Find("main form").Length() != 0 || !strings.Contains(page.text(t, "profile"), "爱芒果") {
		t.Error("a marketer gets a form, or does not see the profile")
	}
	marketer.get(t, edit).want(t, http.StatusForbidden)
	marketer.post(t, edit, form).want(t, http.StatusForbidden)
}

func TestRefusedEditKeepsItsInput(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	anna := s.person(t, app, "anna")
	edit := paths.RecipientEdit(app.Appid, anna.ID)
	b := s.as(t, models.RoleOperator)
	long := strings.Repeat("长", 101)
	base := func() url.Values {
		return url.Values{
			"nickname": {"新名字"}, "remark": {"保留我"}, "phone": {"139"}, "note": {"笔记"}, "tag": {"老客户"}, "tags": {"新"},
			"attr_name": {"城市", "新的", ""}, "attr_value": {"宁波", "值", ""},
		}
	}
	for name, c := range map[string]struct {
		field string
		set   url.Values
	}{
		"a long name":                  {"nickname", url.Values{"nickname": {long}}},
		"a phone that is none":         {"phone", url.Values{"phone": {"call me"}}},
		"a long tag":                   {"tags", url.Values{"tags": {long}}},
		"an attribute twice":           {"attributes", url.Values{"attr_name": {"城市", " 城市"}, "attr_value": {"宁波", "杭州"}}},
		"a value without an attribute": {"attributes", url.Values{"attr_name": {""}, "attr_value": {"值"}}},
		"an attribute that is no word": {"attributes", url.Values{"attr_name": {`a"b`}, "attr_value": {"值"}}},
		"a note that is much too long": {"note", url.Values{"note": {strings.Repeat("长", 2001)}}},
	} {
		form := base()
		maps.Copy(form, c.set)
		refused := b.post(t, edit, form).want(t, http.StatusUnprocessableEntity)
		if refused.text(t, "error-"+c.field) == "" {
			t.Errorf("%s: nothing says why", name)
		}
		again := refused.typed(t, "edit")
		for field, values := range form {
			if field != "_csrf" && strings.Join(again[field], "|") != strings.Join(values, "|") {
				t.Errorf("%s: %s shows %q, typed was %q", name, field, again[field], values)
			}
		}
	}
	if got, _ := s.Store.Recipient(t.Context(), app.ID, anna.ID); got.Nickname != "安娜" {
		t.Errorf("stored %+v", got)
	}
	form := base()
	form.Set("more", "1")
	more := b.post(t, edit, form).want(t, http.StatusOK)
	if n := more.doc(t).Find(`[data-testid="pair"]`).Length(); n != 5 || more.value(t, "nickname") != "新名字" {
		t.Errorf("%d rows for attributes, name %q", n, more.value(t, "nickname"))
	}
}

func TestEraseRecipient(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	template := s.Template(t, app)
	anna := s.person(t, app, "anna")
	s.Code(t, app, "anna", models.CodeForm, "form-of-anna-0123456789")
	s.Code(t, app, "anna", models.CodeForm, "another-of-anna-0123456789")
	here, action := paths.Recipient(app.Appid, anna.ID), paths.RecipientErase(app.Appid, anna.ID)
	admin := s.as(t, models.RoleAdmin)
	says := func(form url.Values) string {
		admin.post(t, action, form).leadsTo(t, here)
		return admin.get(t, here).text(t, "flash")
	}
	for _, word := range []string{"", "erase", "抹"} {
		if got := says(url.Values{"confirm": {word}}); !strings.Contains(got, "确认词不对") {
			t.Errorf("the word %q: %q", word, got)
		}
	}
	m := s.Queue(t, app, template, "anna")
	if got := says(url.Values{"confirm": {"抹除"}}); !strings.Contains(got, "排队或发送中") {
		t.Errorf("with a message on its way: %q", got)
	}
	if err := s.Cancel(t.Context(), modelstest.Tester, app.ID, m.ID); err != nil {
		t.Fatal(err)
	}
	operator := s.as(t, models.RoleOperator)
	operator.post(t, action, url.Values{"confirm": {"抹除"}}).want(t, http.StatusForbidden)
	if operator.get(t, here).text(t, "erase") != "" {
		t.Error("an operator is offered to erase")
	}
	if got := says(url.Values{"confirm": {"抹除"}}); got != "已抹除个人资料。" {
		t.Errorf("erased: %q", got)
	}
	page := admin.get(t, here).want(t, http.StatusOK)
	if page.text(t, "erased") == "" || page.doc(t).Find("h1").Text() != "已抹除的用户" || page.text(t, "profile") != "" || page.text(t, "erase") != "" || page.text(t, "write") != "" {
		t.Errorf("the page of somebody erased says %q, %q", page.doc(t).Find("h1").Text(), page.text(t, "erased"))
	}
	for _, gone := range []string{"anna", "安娜", "爱芒果", "13800001111", "杭州"} {
		if strings.Contains(page.body, gone) {
			t.Errorf("the page still says %q", gone)
		}
	}
	list := admin.get(t, paths.Recipients(app.Appid)).want(t, http.StatusOK)
	if got := list.text(t, "recipient"); got != "" {
		t.Errorf("the list still has %q", got)
	}
	if got := admin.get(t, paths.Messages(app.Appid)).text(t, "message"); !strings.Contains(got, "已抹除的用户") {
		t.Errorf("the history says %q", got)
	}
	admin.get(t, paths.RecipientEdit(app.Appid, anna.ID)).want(t, http.StatusConflict)
	admin.post(t, paths.RecipientErase(s.App(t).Appid, anna.ID), url.Values{"confirm": {"抹除"}}).want(t, http.StatusNotFound)
}
