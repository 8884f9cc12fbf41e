package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/views/paths"
)

// TestBatchForSegmentAndTag goes from the links of other pages to the messages.
func TestBatchForSegmentAndTag(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		s := newSite(t, db)
		app := s.App(t)
		template := s.Template(t, app)
		people(t, s, app, 4)
		s.Recipient(t, app, "nocode")
		s.tagged(t, app, "VIP", "o1", "o2", "nocode")
		segment, err := s.SaveSegment(t.Context(), modelstest.Tester, app.ID, 0, "可达的 VIP", models.RecipientFilter{HasCode: true, Tags: []string{"VIP"}})
		if err != nil {
			t.Fatal(err)
		}
		b := s.as(t, models.RoleOperator)
		for _, c := range []struct {
			name, query    string
			kind           models.AudienceKind
			selected, whom string
			total          int64
			chosen, is     string
		}{
			{"a saved segment", "?segment=" + paths.ID(segment.ID), models.AudienceSegment, "2", "人群：可达的 VIP", 2, "segment", paths.ID(segment.ID)},
			{"filters as they stand", "?filter=" + url.QueryEscape("has_code=form_id&q=o1"), models.AudienceSegment, "1", "人群：搜索：o1 · 有表单码", 1, "segment", "kept"},
			{"a tag", "?tag=VIP", models.AudienceTag, "3", "标签：VIP", 3, "tag", "VIP"},
		} {
			if got := b.get(t, paths.DraftNew(app.Appid)+c.query).want(t, http.StatusOK).text(t, "whom"); got != "发给谁："+c.whom {
				t.Errorf("%s: the first step says it is for %q", c.name, got)
			}
			made := b.post(t, paths.Drafts(app.Appid)+c.query, url.Values{"template": {template.TemplateID}}).want(t, http.StatusSeeOther).header.Get("Location")
			page := b.get(t, made).want(t, http.StatusOK)
			if got := page.doc(t).Find("input[name=audience][checked]").AttrOr("value", ""); got != string(c.kind) {
				t.Errorf("%s: the audience is %q", c.name, got)
			}
			chosen := page.doc(t).Find("select[name="+c.chosen+"] option[selected]").AttrOr("value", page.value(t, c.chosen))
			if chosen != c.is {
				t.Errorf("%s: chosen is %q", c.name, chosen)
			}
			path := strings.TrimSuffix(made, "/audience")
			form := with(batchValues(template), "version", version(t, page))
			b.post(t, path+"/content", form).want(t, http.StatusSeeOther)
			if got := b.get(t, path+"/check").text(t, "n-selected"); got != c.selected {
				t.Errorf("%s: the check says %q", c.name, got)
			}
			batch := submitted(t, s, b, app, path)
			if batch.Total != c.total {
				t.Errorf("%s became %d messages, want %d", c.name, batch.Total, c.total)
			}
			if got := b.get(t, paths.Batch(app.Appid, batch.ID)).text(t, "audience"); got != c.whom {
				t.Errorf("%s: the batch is said to be for %q", c.name, got)
			}
		}
	})
}

func TestBatchAudienceRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	template := s.Template(t, app)
	anna := s.Recipient(t, app, "anna")
	s.tagged(t, app, "VIP", "anna")
	gone, err := s.SaveSegment(t.Context(), modelstest.Tester, app.ID, 0, "x", models.RecipientFilter{Expiring: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.DeleteSegment(t.Context(), modelstest.Tester, app.ID, gone.ID); err != nil {
		t.Fatal(err)
	}
	b := s.as(t, models.RoleOperator)
	for _, query := range []string{"?audience=nobody", "?id=x", "?color=red", "?filter=" + url.QueryEscape("color=red"), "?filter=" + url.QueryEscape("has_code=yes")} {
		b.get(t, paths.DraftNew(app.Appid)+query).want(t, http.StatusBadRequest)
	}
	audience := b.post(t, paths.Drafts(app.Appid), url.Values{"template": {template.TemplateID}}).header.Get("Location")
	for name, edit := range map[string]url.Values{
		"no segment":      {"audience": {"segment"}, "segment": {""}},
		"a segment gone":  {"audience": {"segment"}, "segment": {paths.ID(gone.ID)}},
		"no tag":          {"audience": {"tag"}, "tag": {""}},
		"nobody picked":   {"audience": {"picked"}},
		"no one":          {"audience": {"one"}},
		"no known choice": {"audience": {"everybody"}},
	} {
		edit.Set("version", version(t, b.get(t, audience)))
		refused := b.post(t, audience, edit).want(t, http.StatusUnprocessableEntity)
		said := refused.text(t, "error-segment") + refused.text(t, "error-tag") + refused.text(t, "error-openids") + refused.text(t, "error-audience") + refused.text(t, "error-to")
		if said == "" {
			t.Errorf("%s: nothing says why", name)
		}
		if got := refused.doc(t).Find("input[name=audience][checked]").AttrOr("value", "everybody"); got != edit.Get("audience") {
			t.Errorf("%s: the choice comes back as %q", name, got)
		}
	}
	stranger := s.App(t)
	s.Template(t, stranger)
	if got := b.get(t, paths.DraftNew(stranger.Appid)+"?id="+paths.ID(anna.ID)).want(t, http.StatusOK).text(t, "whom"); strings.Contains(got, "anna") || !strings.Contains(got, "0 个") {
		t.Errorf("another app's user is in the list: %q", got)
	}
}
