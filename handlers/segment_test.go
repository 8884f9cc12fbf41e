package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/views/paths"
)

func TestSaveSegment(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		s := newSite(t, db)
		app, _ := s.shop(t, "anna", "ben")
		s.tagged(t, app, "VIP", "anna")
		list := paths.Recipients(app.Appid)
		b := s.as(t, models.RoleMarketer)
		if b.get(t, list).text(t, "views") != "" {
			t.Error("there are views without a segment")
		}
		if b.get(t, list).doc(t).Find(`[data-testid="keep-segment"]`).Length() != 0 {
			t.Error("nothing can be saved as a segment")
		}
		form := url.Values{"name": {" 可达的 VIP "}, "list": {"has_code=1&tag=VIP&before=9223372036854775807"}}
		b.post(t, paths.Segments(app.Appid), form).leadsTo(t, list+"?has_code=1&tag=VIP")
		page := b.get(t, list+"?has_code=1&tag=VIP").want(t, http.StatusOK)
		if page.text(t, "flash") != "已存为人群“可达的 VIP”。" || page.people(t) != "anna" {
			t.Errorf("says %q, shows %s", page.text(t, "flash"), page.people(t))
		}
		views := page.doc(t).Find(`[data-testid="views"] a`)
		if views.Length() != 2 || views.Last().Text() != "可达的 VIP" || views.Last().AttrOr("href", "") != list+"?has_code=1&tag=VIP" || views.Last().AttrOr("aria-current", "") != "true" {
			t.Errorf("%d views, the last is %q", views.Length(), views.Last().Text())
		}
		if page.doc(t).Find(`[data-testid="keep-segment"]`).Length() != 0 {
			t.Error("what is saved can be saved again")
		}

		form.Set("name", "可达的 VIP")
		form.Set("list", "q=an")
		refused := b.post(t, paths.Segments(app.Appid), form).want(t, http.StatusUnprocessableEntity)
		if refused.value(t, "name") != "可达的 VIP" || refused.text(t, "error-name") == "" || refused.people(t) != "anna" || refused.value(t, "q") != "an" {
			t.Errorf("refused: %q, %q, %s", refused.value(t, "name"), refused.text(t, "error-name"), refused.people(t))
		}
		for _, bad := range []string{"color=red", "has_code=yes", "%zz"} {
			form.Set("list", bad)
			b.post(t, paths.Segments(app.Appid), form).want(t, http.StatusBadRequest)
		}
		s.as(t, models.RoleAuditor).post(t, paths.Segments(app.Appid), form).want(t, http.StatusForbidden)
	})
}

func TestGroups(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, _ := s.shop(t, "anna", "ben")
	groups := paths.Groups(app.Appid)
	b := s.as(t, models.RoleOperator)
	if empty := b.get(t, groups).want(t, http.StatusOK); empty.text(t, "segments") == "" || empty.text(t, "tags") == "" {
		t.Error("without tags and segments nothing is said")
	}
	s.tagged(t, app, "VIP", "anna")
	s.tagged(t, app, "团购", "ben")
	segment, err := s.SaveSegment(t.Context(), modelstest.Tester, app.ID, 0, "快到期的", models.RecipientFilter{Expiring: 24 * time.Hour, Tags: []string{"VIP"}})
	if err != nil {
		t.Fatal(err)
	}
	tags, err := s.Tags(t.Context(), app.ID)
	if err != nil || len(tags) != 2 {
		t.Fatal(tags, err)
	}
	vip := tags[0]
	page := b.get(t, groups).want(t, http.StatusOK)
	if got := page.text(t, "segment"); !strings.Contains(got, "快到期的") || !strings.Contains(got, "标签：VIP") || !strings.Contains(got, "24 小时内有码到期") {
		t.Errorf("the segment says %q", got)
	}
	if to := page.doc(t).Find(`[data-testid="segment"] [data-testid="compose"]`).AttrOr("href", ""); to != paths.DraftNew(app.Appid)+"?segment="+paths.ID(segment.ID) {
		t.Errorf("writing to the segment leads to %q", to)
	}

	b.post(t, paths.TagRename(app.Appid, vip.ID), url.Values{"name": {"贵宾"}}).leadsTo(t, groups)
	renamed := b.get(t, groups)
	if renamed.text(t, "flash") != "已改名。" || !strings.Contains(renamed.text(t, "tags"), "贵宾") || !strings.Contains(renamed.text(t, "segment"), "标签：贵宾") {
		t.Errorf("says %q: %q", renamed.text(t, "flash"), renamed.text(t, "tags"))
	}
	b.post(t, paths.SegmentRename(app.Appid, segment.ID), url.Values{"name": {"一天内到期"}}).leadsTo(t, groups)
	if got, err := s.Segment(t.Context(), app.ID, segment.ID); err != nil || got.Name != "一天内到期" || got.Filter.Expiring != 24*time.Hour {
		t.Errorf("stored %+v, %v", got, err)
	}
	for path, typed := range map[string]string{paths.TagRename(app.Appid, vip.ID): "团购", paths.SegmentRename(app.Appid, segment.ID): strings.Repeat("长", 101)} {
		refused := b.post(t, path, url.Values{"name": {typed}}).want(t, http.StatusUnprocessableEntity)
		form := refused.doc(t).Find(`form[action="` + path + `"]`)
		if form.Find("[name=name]").AttrOr("value", "") != typed || form.Find(`[data-testid="error-name"]`).Length() != 1 {
			t.Errorf("%s: the name typed is lost or its reason missing", path)
		}
	}

	marketer := s.as(t, models.RoleMarketer)
	marketer.post(t, paths.TagDelete(app.Appid, vip.ID), nil).want(t, http.StatusForbidden)
	marketer.post(t, paths.TagRename(app.Appid, vip.ID), nil).want(t, http.StatusForbidden)
	if n := marketer.get(t, groups).doc(t).Find(`[data-testid="tag"] form`).Length(); n != 0 {
		t.Errorf("a marketer has %d forms for tags", n)
	}
	stranger := s.App(t)
	for _, path := range []string{paths.TagRename(stranger.Appid, vip.ID), paths.TagDelete(stranger.Appid, vip.ID), paths.SegmentRename(stranger.Appid, segment.ID), paths.SegmentDelete(stranger.Appid, segment.ID)} {
		b.post(t, path, url.Values{"name": {"x"}}).want(t, http.StatusNotFound)
	}
	b.post(t, paths.TagDelete(app.Appid, vip.ID), nil).leadsTo(t, groups)
	b.post(t, paths.SegmentDelete(app.Appid, segment.ID), nil).leadsTo(t, groups)
	if gone := b.get(t, groups); strings.Contains(gone.text(t, "tags"), "贵宾") || gone.text(t, "segment") != "" {
		t.Errorf("what was deleted is still there: %q, %q", gone.text(t, "tags"), gone.text(t, "segment"))
	}
	b.get(t, groups+"?q=x").want(t, http.StatusBadRequest)
	auditor := s.as(t, models.RoleAuditor)
	if n := auditor.get(t, groups).want(t, http.StatusOK).doc(t).Find("main form").Length(); n != 0 {
		t.Errorf("an auditor has %d forms", n)
	}
}

// TestManyTagsAndSegments: a shop with many of both still has light pages.
func TestManyTagsAndSegments(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, template := s.shop(t, "anna")
	var people []models.RecipientInput
	for i := range 20 {
		in := models.RecipientInput{Openid: fmt.Sprintf("o%d", i)}
		for j := range 50 {
			in.Tags = append(in.Tags, fmt.Sprintf("标签-%02d-%02d", i, j))
		}
		people = append(people, in)
	}
	if _, err := s.SaveRecipients(t.Context(), modelstest.Tester, app, people); err != nil {
		t.Fatal(err)
	}
	for i := range 12 {
		if _, err := s.SaveSegment(t.Context(), modelstest.Tester, app.ID, 0, fmt.Sprintf("人群 %02d", i), models.RecipientFilter{Search: fmt.Sprint("o", i)}); err != nil {
			t.Fatal(err)
		}
	}
	b := s.as(t, models.RoleAdmin)
	last := paths.Recipients(app.Appid) + "?q=o11"
	audience := b.post(t, paths.Drafts(app.Appid), url.Values{"template": {template.TemplateID}}).header.Get("Location")
	for _, path := range []string{last, audience} {
		page := b.get(t, path).want(t, http.StatusOK)
		if n := page.doc(t).Find(`input[name=tag][list]`).Length(); n == 0 {
			t.Errorf("%s: a thousand tags stand in a select", path)
		}
		if len(page.body) > 60<<10 {
			t.Errorf("%s weighs %d bytes, want at most %d", path, len(page.body), 60<<10)
		}
	}
	views := b.get(t, last).doc(t).Find(`[data-testid="views"] a`)
	if views.Length() != 11 || views.Eq(9).Text() != "人群 11" || views.Last().Text() != "全部 12 个人群" || views.Last().AttrOr("href", "") != paths.Groups(app.Appid) {
		t.Errorf("%d views, the last two are %q and %q", views.Length(), views.Eq(views.Length()-2).Text(), views.Last().Text())
	}
	if got := b.get(t, paths.Recipients(app.Appid)+"?tag="+url.QueryEscape("标签-03-07")).people(t); got != "o3" {
		t.Errorf("the tag is on %q", got)
	}
	draft := b.post(t, paths.Drafts(app.Appid)+"?tag="+url.QueryEscape("没有这个标签"), url.Values{"template": {template.TemplateID}}).header.Get("Location")
	if got := b.get(t, draft).want(t, http.StatusOK).text(t, "people"); got != "0 位用户" {
		t.Errorf("a tag that is none: %q", got)
	}
}
