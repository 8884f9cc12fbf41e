package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"xinshi/handlers"
	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/views/components"
	"xinshi/views/paths"
	"xinshi/views/recipient"
	"xinshi/views/text"
)

func TestRecipientsFilters(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, template := s.shop(t, "anna", "ben")
	other := s.Template(t, app, func(in *models.TemplateInput) { in.Kind, in.Title = models.KindSubscribeOnce, "到货提醒" })
	if _, err := s.SaveRecipient(t.Context(), modelstest.Tester, app.ID, models.RecipientInput{
		Openid: "carl", Nickname: "昵称carl", Attributes: map[string]string{"城市": "杭州"},
	}); err != nil {
		t.Fatal(err)
	}
	s.Codes(t, app, models.CodeInput{Openid: "ben", Kind: models.CodeForm, Code: "old", ObtainedAt: s.Now().Add(30*time.Hour - models.CodeLife)})
	s.tagged(t, app, "VIP", "anna", "ben")
	s.tagged(t, app, "团购", "ben")
	s.settled(t, app, template, "anna", models.MessageSent)
	b := s.as(t, models.RoleOperator)
	list := paths.Recipients(app.Appid)
	cases := []struct {
		name, query string
		want        string
	}{
		{"nothing", "", "carl ben anna"},
		{"empty inputs", "?q=&has_code=&tag=&tag=&expiring=&template=&messaged=&sent_after=&sent_before=&refused=&attr=", "carl ben anna"},
		{"start of the openid", "?q=an", "anna"},
		{"a wildcard is no wildcard", "?q=%25", ""},
		{"a tag", "?tag=VIP", "ben anna"},
		{"two tags", "?tag=VIP&tag=" + url.QueryEscape("团购"), "ben"},
		{"a tag twice", "?tag=VIP&tag=VIP", "ben anna"},
		{"has a code", "?has_code=1", "ben"},
		{"has a code of a kind", "?has_code=prepay_id", ""},
		{"has a code for a template", "?template=" + template.TemplateID, "ben"},
		{"has a code for another template", "?template=" + other.TemplateID, ""},
		{"has a code that expires within a day", "?expiring=24h", ""},
		{"has a code that expires within two days", "?expiring=48h", "ben"},
		{"was never written to", "?messaged=never", "carl ben"},
		{"was written to since", "?sent_after=2026-11-23", "anna"},
		{"was written to before", "?sent_before=2026-11-23", ""},
		{"refused", "?refused=1", ""},
		{"an attribute", "?attr=" + url.QueryEscape("城市＝杭州"), "carl"},
		{"an attribute of any value", "?attr=" + url.QueryEscape("城市"), "carl"},
		{"an attribute of another value", "?attr=" + url.QueryEscape("城市=宁波"), ""},
		{"two conditions", "?has_code=1&q=carl", ""},
	}
	for _, c := range cases {
		page := b.get(t, list+c.query).want(t, http.StatusOK)
		if got := page.people(t); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if (c.want == "") != (page.text(t, "no-match") != "") {
			t.Errorf("%s: says %q", c.name, page.text(t, "no-match"))
		}
	}
	for _, query := range []string{
		"?color=red", "?has_code=yes", "?has_code=0", "?expiring=24", "?expiring=0h", "?expiring=-3h", "?expiring=10000h", "?template=nope",
		"?messaged=1", "?refused=no", "?sent_after=yesterday", "?sent_before=2026-13-01", "?before=x", "?%zz",
	} {
		b.get(t, list+query).want(t, http.StatusBadRequest)
	}
	refused := b.get(t, list+"?attr="+url.QueryEscape("a b=c")).want(t, http.StatusUnprocessableEntity)
	if refused.text(t, "refused") == "" || refused.value(t, "attr") != "a b=c" || refused.people(t) != "" {
		t.Errorf("an attribute that cannot be: %q, %q", refused.text(t, "refused"), refused.value(t, "attr"))
	}
	empty := b.get(t, paths.Recipients(s.App(t).Appid))
	if got := empty.text(t, "nothing-yet"); !strings.Contains(got, "POST /api/v1/send-codes") {
		t.Errorf("an empty list says %q", got)
	}
	s.browser().get(t, list).want(t, http.StatusSeeOther)
}

func TestFilterChips(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	list := paths.Recipients(app.Appid)
	page := s.as(t, models.RoleOperator).get(t, list+"?q=an&tag=a&tag=b&has_code=form_id&expiring=168h&attr=city%3DHZ").want(t, http.StatusOK)
	chips := page.doc(t).Find(".filter-chips .chip")
	want := []struct{ text, remove string }{
		{"搜索：an", "?attr=city%3DHZ&expiring=168h&has_code=form_id&tag=a&tag=b"},
		{"标签：a", "?attr=city%3DHZ&expiring=168h&has_code=form_id&q=an&tag=b"},
		{"标签：b", "?attr=city%3DHZ&expiring=168h&has_code=form_id&q=an&tag=a"},
		{"有表单码", "?attr=city%3DHZ&expiring=168h&q=an&tag=a&tag=b"},
		{"7 天内有码到期", "?attr=city%3DHZ&has_code=form_id&q=an&tag=a&tag=b"},
		{"city 是 HZ", "?expiring=168h&has_code=form_id&q=an&tag=a&tag=b"},
	}
	if chips.Length() != len(want) {
		t.Fatalf("%d chips", chips.Length())
	}
	for i, w := range want {
		text, remove := strings.TrimSpace(chips.Eq(i).Text()), chips.Eq(i).Find("a").AttrOr("href", "")
		if text != w.text || remove != list+w.remove {
			t.Errorf("chip %d says %q and leads to %q", i, text, remove)
		}
	}
	if got := page.doc(t).Find(`input[type=hidden][name=tag]`).Length(); got != 2 {
		t.Errorf("the form keeps %d of the tags", got)
	}
}

// TestFiltersSurviveTheURL: a saved segment has to find the same people when it
// is opened as a link.
func TestFiltersSurviveTheURL(t *testing.T) {
	t.Parallel()
	app := models.App{TimeZone: "Asia/Shanghai"}
	ctx := text.WithZone(context.Background(), app.Zone())
	day := func(s string) models.Millis {
		d, err := time.ParseInLocation(time.DateOnly, s, app.Zone())
		if err != nil {
			t.Fatal(err)
		}
		return models.At(d)
	}
	for name, filter := range map[string]models.RecipientFilter{
		"nothing":    {},
		"everything": {Search: "an & b", Tags: []string{"a,b", "c=d"}, Kind: models.CodeForm, TemplateID: "T-1", Expiring: 30 * time.Hour, SentAfter: day("2026-01-01"), SentBefore: day("2026-11-23"), Refused: true, Attribute: "city", AttributeValue: "a=b"},
		"any code":   {HasCode: true, NeverMessaged: true, Attribute: "city"},
	} {
		query, err := url.ParseQuery(recipient.Query(ctx, filter).Encode())
		if err != nil {
			t.Fatal(err)
		}
		got, err := handlers.RecipientFilter(query, app)
		if err != nil || !reflect.DeepEqual(got, filter) {
			t.Errorf("%s became %+v, %v", name, got, err)
		}
	}
}

// TestGoOn: where a search was given up is no neighbouring page.
func TestGoOn(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		at   models.Cursor
		want string
		left components.PagerView
	}{
		"from the beginning": {models.Cursor{}, "/older", components.PagerView{Newer: "/newer"}},
		"further down":       {models.Cursor{Before: 7}, "/older", components.PagerView{Newer: "/newer"}},
		"on the way back":    {models.Cursor{After: 7}, "/newer", components.PagerView{Older: "/older"}},
	} {
		p := components.PagerView{Newer: "/newer", Older: "/older"}
		if got := handlers.GoOn(&p, c.at); got != c.want || p != c.left {
			t.Errorf("%s: %q, leaving %+v", name, got, p)
		}
	}
}
