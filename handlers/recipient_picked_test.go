package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/views/paths"
)

func TestTagPickedRecipients(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		s := newSite(t, db)
		app := s.App(t)
		anna, ben := s.Recipient(t, app, "anna"), s.Recipient(t, app, "ben")
		s.Recipient(t, app, "carl")
		action, list := paths.RecipientsPicked(app.Appid), paths.Recipients(app.Appid)
		b := s.as(t, models.RoleOperator)
		form := func(do, tag string, more ...string) url.Values {
			v := url.Values{"do": {do}, "tag": {tag}, "id": {paths.ID(anna.ID), paths.ID(ben.ID)}, "list": {"q=a"}}
			for i := 0; i+1 < len(more); i += 2 {
				v[more[i]] = strings.Fields(more[i+1])
			}
			return v
		}
		has := func(tag string) string {
			return b.get(t, list+"?tag="+url.QueryEscape(tag)).want(t, http.StatusOK).people(t)
		}
		b.post(t, action, form("tag", "老客户")).leadsTo(t, list+"?q=a")
		if got := b.get(t, list).text(t, "flash"); got != "已给 2 位用户加上标签“老客户”。" {
			t.Errorf("says %q", got)
		}
		if got := has("老客户"); got != "ben anna" {
			t.Errorf("the tag is on %s", got)
		}
		b.post(t, action, form("untag", "老客户", "id", paths.ID(ben.ID))).leadsTo(t, list+"?q=a")
		if got := has("老客户"); got != "anna" {
			t.Errorf("the tag stays on %s", got)
		}

		long := strings.Repeat("长", 40)
		refused := b.post(t, action, form("tag", long)).want(t, http.StatusUnprocessableEntity)
		ticked := refused.doc(t).Find("[data-pick][checked]")
		if refused.value(t, "tag") != long && !strings.Contains(refused.body, long) || ticked.Length() != 1 || refused.text(t, "error-tag") == "" || refused.people(t) != "anna" {
			t.Errorf("refused: %d ticked of %q, because %q", ticked.Length(), refused.people(t), refused.text(t, "error-tag"))
		}
		b.post(t, action, form("tag", "x", "id", "")).leadsTo(t, list+"?q=a")
		if got := b.get(t, list).text(t, "flash"); !strings.Contains(got, "还没有选择用户") {
			t.Errorf("with nobody picked: %q", got)
		}
	})
}

func TestTagEveryoneWhoMatches(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	for i := range 60 {
		s.Recipient(t, app, fmt.Sprintf("u%02d", i))
	}
	s.Recipient(t, app, "other")
	action, list := paths.RecipientsPicked(app.Appid), paths.Recipients(app.Appid)
	b := s.as(t, models.RoleOperator)
	form := url.Values{"do": {"tag"}, "tag": {"老客户"}, "all": {"1"}, "list": {"q=u&before=1"}}
	check := b.post(t, action, form).want(t, http.StatusOK)
	if got := check.text(t, "will"); got != "给 60 位用户加上标签“老客户”。" || check.text(t, "conditions") != "搜索：u" {
		t.Errorf("asks %q about %q", got, check.text(t, "conditions"))
	}
	if tags, err := s.Tags(t.Context(), app.ID); err != nil || len(tags) != 0 {
		t.Errorf("asking has made %v, %v", tags, err)
	}
	sure := check.typed(t, "check")
	sure.Set("do", check.doc(t).Find(`[data-testid="sure"]`).AttrOr("value", ""))
	b.post(t, action, sure).want(t, http.StatusSeeOther)
	if got := b.get(t, list).text(t, "flash"); got != "已给 60 位用户加上标签“老客户”。" {
		t.Errorf("says %q", got)
	}
	tagged, err := s.CountRecipients(t.Context(), app.ID, models.RecipientFilter{Tags: []string{"老客户"}})
	if err != nil || tagged.N != 60 {
		t.Errorf("%d have the tag, %v", tagged.N, err)
	}
	form.Set("tag", "  ")
	if refused := b.post(t, action, form).want(t, http.StatusUnprocessableEntity); refused.text(t, "error-tag") == "" {
		t.Error("an empty tag is not refused before asking")
	}
	sure.Set("tag", strings.Repeat("长", 40))
	b.post(t, action, sure).want(t, http.StatusUnprocessableEntity)
}

func TestComposeForPicked(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, template := s.shop(t, "anna", "ben", "carl")
	ben, _ := s.RecipientByOpenid(t.Context(), app.ID, "ben")
	anna, _ := s.RecipientByOpenid(t.Context(), app.ID, "anna")
	action := paths.RecipientsPicked(app.Appid)
	b := s.as(t, models.RoleOperator)
	two := url.Values{"do": {"compose"}, "id": {paths.ID(ben.ID), paths.ID(anna.ID)}, "list": {""}}
	to := b.post(t, action, two).want(t, http.StatusSeeOther).header.Get("Location")
	if whom := b.get(t, to).want(t, http.StatusOK).text(t, "whom"); !strings.Contains(whom, "2 个 openid") {
		t.Errorf("the draft is for %q", whom)
	}
	made := b.post(t, strings.Replace(to, "/new?", "?", 1), url.Values{"template": {template.TemplateID}}).want(t, http.StatusSeeOther).header.Get("Location")
	page := b.get(t, made).want(t, http.StatusOK)
	if got := page.doc(t).Find("textarea[name=openids]").Text(); got != "ben\nanna" || page.doc(t).Find("input[name=audience][checked]").AttrOr("value", "") != "picked" {
		t.Errorf("the batch is for %q", got)
	}
	everyone := url.Values{"do": {"compose"}, "all": {"1"}, "list": {""}}
	b.post(t, action, everyone).leadsTo(t, paths.DraftNew(app.Appid)+"?audience=all")
	everyone.Set("list", "tag=VIP&before=9")
	b.post(t, action, everyone).leadsTo(t, paths.DraftNew(app.Appid)+"?filter=tag%3DVIP")
}

func TestExportPicked(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, _ := s.shop(t, "anna", "ben", "carl")
	anna, _ := s.RecipientByOpenid(t.Context(), app.ID, "anna")
	carl, _ := s.RecipientByOpenid(t.Context(), app.ID, "carl")
	stranger := s.Recipient(t, s.App(t), "dora")
	b := s.as(t, models.RoleOperator)
	for _, c := range []struct {
		name, want string
		form       url.Values
	}{
		{"those ticked", "openid anna carl", url.Values{"id": {paths.ID(anna.ID), paths.ID(carl.ID), paths.ID(stranger.ID)}}},
		{"everyone who matches", "openid ben", url.Values{"all": {"1"}, "list": {"q=ben&before=9"}}},
	} {
		c.form.Set("do", "export")
		got := b.post(t, paths.RecipientsPicked(app.Appid), c.form).want(t, http.StatusOK)
		book, err := excelize.OpenReader(strings.NewReader(got.body))
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		rows, err := book.GetRows(book.GetSheetName(0))
		if err != nil {
			t.Fatal(err)
		}
		var openids []string
		for _, row := range rows {
			openids = append(openids, row[0])
		}
		if strings.Join(openids, " ") != c.want || !strings.Contains(got.header.Get("Content-Disposition"), ".xlsx") {
			t.Errorf("%s: %v as %q", c.name, openids, got.header.Get("Content-Disposition"))
		}
	}
}

func TestPickedIsGuarded(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	anna := s.Recipient(t, app, "anna")
	action := paths.RecipientsPicked(app.Appid)
	good := url.Values{"do": {"tag"}, "tag": {"x"}, "id": {paths.ID(anna.ID)}}
	b := s.as(t, models.RoleOperator)
	for name, edit := range map[string]url.Values{
		"an unknown action": {"do": {"delete"}}, "no action": {"do": {""}}, "an id that is none": {"id": {"x"}},
		"an unknown filter": {"list": {"color=red"}}, "a filter without meaning": {"list": {"has_code=yes"}, "all": {"1"}},
	} {
		form := url.Values{}
		for k, v := range good {
			form[k] = v
		}
		for k, v := range edit {
			form[k] = v
		}
		if got := b.post(t, action, form); got.status != http.StatusBadRequest {
			t.Errorf("%s: %d", name, got.status)
		}
	}
	stranger := s.App(t)
	b.post(t, paths.RecipientsPicked(stranger.Appid), good).want(t, http.StatusSeeOther)
	if got := b.get(t, paths.Recipient(app.Appid, anna.ID)).text(t, "person-tags"); strings.Contains(got, "x") {
		t.Errorf("another app's user was tagged: %q", got)
	}
	for _, role := range []models.Role{models.RoleMarketer, models.RoleAuditor} {
		s.as(t, role).post(t, action, good).want(t, http.StatusForbidden)
	}
	b.do(t, http.MethodPost, action, good).want(t, http.StatusForbidden) // good has the token of another browser's page
}
