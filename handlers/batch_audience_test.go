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
		newBatch := paths.BatchNew(app.Appid)
		for _, c := range []struct {
			name, query   string
			kind          models.AudienceKind
			will, whom    string
			total         int64
			chosen, value string
		}{
			{"a saved segment", "?segment=" + paths.ID(segment.ID), models.AudienceSegment, "2 位用户", "人群：可达的 VIP", 2, "segment", paths.ID(segment.ID)},
			{"filters as they stand", "?filter=" + url.QueryEscape("has_code=form_id&q=o1"), models.AudienceSegment, "1 位用户", "人群：搜索：o1 · 有表单码", 1, "segment", "has_code=form_id&q=o1"},
			{"a tag", "?tag=VIP", models.AudienceTag, "3 位用户", "标签：VIP", 3, "tag", "VIP"},
		} {
			page := b.get(t, newBatch+c.query+"&template="+template.TemplateID).want(t, http.StatusOK)
			if got := page.doc(t).Find("input[name=audience][checked]").AttrOr("value", ""); got != string(c.kind) {
				t.Errorf("%s: the audience is %q", c.name, got)
			}
			if got := page.doc(t).Find("select[name="+c.chosen+"] option[selected]").AttrOr("value", ""); got != c.value {
				t.Errorf("%s: chosen is %q", c.name, got)
			}
			form := batchValues(template)
			form.Set("audience", string(c.kind))
			form.Set(c.chosen, c.value)
			check := b.post(t, paths.BatchCheck(app.Appid), form).want(t, http.StatusOK)
			if got := check.text(t, "will"); !strings.Contains(got, c.will) {
				t.Errorf("%s: the check says %q", c.name, got)
			}
			batch := started(t, s, b, app, form)
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
		b.get(t, paths.BatchNew(app.Appid)+query).want(t, http.StatusBadRequest)
	}
	for name, edit := range map[string]url.Values{
		"no segment":      {"audience": {"segment"}, "segment": {""}},
		"a segment gone":  {"audience": {"segment"}, "segment": {paths.ID(gone.ID)}},
		"no tag":          {"audience": {"tag"}, "tag": {""}},
		"nobody picked":   {"audience": {"picked"}},
		"no known choice": {"audience": {"everybody"}},
	} {
		form := batchValues(template)
		for k, v := range edit {
			form[k] = v
		}
		refused := b.post(t, paths.BatchCheck(app.Appid), form).want(t, http.StatusUnprocessableEntity)
		said := refused.text(t, "error-segment") + refused.text(t, "error-tag") + refused.text(t, "error-openids") + refused.text(t, "error-audience")
		if said == "" {
			t.Errorf("%s: nothing says why", name)
		}
	}
	stranger := s.App(t)
	page := b.get(t, paths.BatchNew(stranger.Appid)+"?id="+paths.ID(anna.ID)).want(t, http.StatusOK)
	if got := page.doc(t).Find("textarea[name=openids]").Text(); got != "" {
		t.Errorf("another app's user is in the list: %q", got)
	}
}
