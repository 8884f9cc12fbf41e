package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/views/paths"
)

// TestDraftSteps walks from no draft to the check, as somebody without script does.
func TestDraftSteps(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, template := s.shop(t, "anna", "bert")
	b := s.as(t, models.RoleMarketer)

	b.get(t, paths.Drafts(app.Appid)).want(t, http.StatusOK).text(t, "nothing-yet")
	refused := b.post(t, paths.Drafts(app.Appid), url.Values{"name": {"周末"}}).want(t, http.StatusUnprocessableEntity)
	if got := refused.doc(t).Find("input[name=name]").AttrOr("value", ""); got != "周末" || refused.text(t, "error-template") == "" {
		t.Errorf("refused without a template, the name is %q, the sentence %q", got, refused.text(t, "error-template"))
	}
	made := b.post(t, paths.Drafts(app.Appid), url.Values{"name": {"周末"}, "template": {template.TemplateID}}).want(t, http.StatusSeeOther)
	audience := made.header.Get("Location")
	page := b.get(t, audience).want(t, http.StatusOK)
	if got := page.doc(t).Find(`[data-testid="stepper"] [aria-current=step]`).Text(); !strings.Contains(got, "受众") {
		t.Errorf("the current step is %q", got)
	}

	// A choice that lacks something is kept and told.
	wrong := b.post(t, audience, url.Values{"version": {version(t, page)}, "audience": {"picked"}}).want(t, http.StatusUnprocessableEntity)
	if wrong.text(t, "error-openids") == "" {
		t.Error("nobody was picked, and nothing is said of it")
	}
	chosen := b.post(t, audience, url.Values{"version": {version(t, wrong)}, "audience": {"all"}}).want(t, http.StatusSeeOther)
	content := chosen.header.Get("Location")
	page = b.get(t, audience).want(t, http.StatusOK)
	if got := page.text(t, "people"); !strings.Contains(got, "2") {
		t.Errorf("the audience has %q", got)
	}

	page = b.get(t, content).want(t, http.StatusOK)
	form := url.Values{"version": {version(t, page)}, "to": {"bert"}, "stay": {"1"}}
	for _, k := range template.Keywords {
		form.Set("from."+k.Key, "text")
		form.Set("data."+k.Key, "值 "+k.Key)
	}
	first := template.Keywords[0].Key
	form.Set("from."+first, "field:openid")
	form.Set("tint."+first, "1")
	form.Set("colour."+first, "#d32f2f")
	saved := b.post(t, content, form).want(t, http.StatusSeeOther)
	page = b.get(t, saved.header.Get("Location")).want(t, http.StatusOK)
	if card := page.text(t, "slip"); !strings.Contains(card, "bert") {
		t.Errorf("the card for bert says %q", card)
	}
	if got := page.doc(t).Find(`[name="from.`+first+`"] option[selected]`).AttrOr("value", ""); got != "field:openid" {
		t.Errorf("the value comes from %q", got)
	}

	stale := b.post(t, content, form).want(t, http.StatusSeeOther) // the page before the last save
	if to := stale.header.Get("Location"); to != content {
		t.Errorf("an old page leads to %s", to)
	}
	form.Set("version", version(t, b.get(t, content)))
	form.Del("stay")
	b.post(t, content, form).leadsTo(t, strings.TrimSuffix(content, "content")+"check")
	if rows := b.get(t, paths.Drafts(app.Appid)).doc(t).Find(`[data-testid="draft"]`).Length(); rows != 1 {
		t.Errorf("%d drafts are listed", rows)
	}
}

// TestDraftSavesWhileTyping: htmx gets the card, the next version and what is wrong.
func TestDraftSavesWhileTyping(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	d := drafted(t, s, app)
	b := s.as(t, models.RoleOperator)
	content := s.drafts(app, d) + "/content"
	form := url.Values{"version": {version(t, b.get(t, content))}, "from.thing2": {"text"}, "data.thing2": {strings.Repeat("长", 21)}}
	part := b.fragment(t, content, form).want(t, http.StatusOK)
	if got := version(t, part); got != "2" {
		t.Errorf("the next version is %q", got)
	}
	if part.text(t, "error-thing2") == "" {
		t.Error("21 characters of a thing are told nowhere")
	}
	old := b.fragment(t, content, form).want(t, http.StatusOK)
	if old.text(t, "stale") == "" || old.doc(t).Find("input[name=version]").Length() != 0 {
		t.Error("what was typed over an older version looks saved")
	}
	form.Set("version", "2")
	form.Set("data.thing2", "短")
	form.Set("cut.thing2", "-5")
	page := b.post(t, content, form).want(t, http.StatusUnprocessableEntity)
	if got := page.doc(t).Find(`[name="cut.thing2"]`).AttrOr("value", ""); got != "-5" || !strings.Contains(page.text(t, "error-thing2"), "1 到 200") {
		t.Errorf("a length that is none comes back as %q with %q", got, page.text(t, "error-thing2"))
	}
	actual := url.Values{"version": {version(t, page)}, "view": {"actual"}, "to": {"nobody at all"}}
	if part := b.fragment(t, content, actual).want(t, http.StatusOK); part.text(t, "preview-note") == "" {
		t.Error("an openid of nobody is told nowhere")
	}
}

func TestDraftList(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	d := drafted(t, s, app)
	b := s.as(t, models.RoleOperator)
	path := s.drafts(app, d)
	refused := b.upload(t, path+"/list", "", "x.csv", "谁,积分\nhas,12\n")
	if refused.status != http.StatusUnprocessableEntity || refused.text(t, "error-openid_column") == "" {
		t.Errorf("without a column openid it answers %d", refused.status)
	}
	if none := b.upload(t, path+"/list", "", "", ""); none.status != http.StatusUnprocessableEntity || none.text(t, "error-file") == "" {
		t.Errorf("without a file it answers %d", none.status)
	}
	b.upload(t, path+"/list", "", "x.csv", "openid,积分\nhas,12\nhas,13\nstranger,14\n").leadsTo(t, path+"/audience")
	page := b.get(t, path+"/audience").want(t, http.StatusOK)
	if page.text(t, "listed") != "2" || page.text(t, "known") != "1" {
		t.Errorf("listed %q, known %q", page.text(t, "listed"), page.text(t, "known"))
	}
	if got := page.doc(t).Find("input[name=audience][checked]").AttrOr("value", ""); got != "list" {
		t.Errorf("the audience is %q", got)
	}
	var lines []string
	page.doc(t).Find(`[data-testid="untaken-row"]`).Each(func(_ int, row *goquery.Selection) {
		lines = append(lines, strings.Join(strings.Fields(row.Text()), " "))
	})
	if len(lines) != 2 || !strings.Contains(lines[0], "第 2 行") || !strings.HasPrefix(lines[0], "3") || !strings.HasPrefix(lines[1], "4stranger") {
		t.Errorf("not taken are %q", lines)
	}
	if file := b.post(t, path+"/list/untaken", nil).want(t, http.StatusOK).body; !strings.Contains(file, "4,stranger,") || strings.Count(strings.TrimSpace(file), "\n") != 2 {
		t.Errorf("the file says %q", file)
	}
	b.post(t, path+"/list/add", nil).leadsTo(t, path+"/audience")
	if page := b.get(t, path+"/audience"); page.text(t, "known") != "2" || page.doc(t).Find(`[data-testid="untaken-row"]`).Length() != 1 {
		t.Errorf("who was added is still unknown: %q", page.text(t, "untaken"))
	}
	options := b.get(t, path+"/content").want(t, http.StatusOK).doc(t).Find(`[name="from.thing1"] option[value="column:积分"]`)
	if options.Length() != 1 {
		t.Error("the column is no choice")
	}
}

func TestDraftBegunElsewhere(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, template := s.shop(t, "anna")
	b := s.as(t, models.RoleOperator)
	made := b.post(t, paths.Drafts(app.Appid)+"?filter="+url.QueryEscape("q=anna"), url.Values{"template": {template.TemplateID}}).want(t, http.StatusSeeOther)
	audience := made.header.Get("Location")
	page := b.get(t, audience).want(t, http.StatusOK)
	if got := page.doc(t).Find(`[name=segment] option[selected]`).AttrOr("value", ""); got != "kept" || !strings.Contains(page.text(t, "people"), "1") {
		t.Errorf("the filter is %q with %q", got, page.text(t, "people"))
	}
	kept := b.post(t, audience, url.Values{"version": {version(t, page)}, "audience": {"segment"}, "segment": {"kept"}}).want(t, http.StatusSeeOther)
	if !strings.HasSuffix(kept.header.Get("Location"), "/content") {
		t.Errorf("a filter that is kept leads to %s", kept.header.Get("Location"))
	}
	template1 := strings.TrimSuffix(audience, "audience") + "template"
	b.post(t, strings.TrimSuffix(audience, "audience")+"delete", url.Values{"version": {version(t, b.get(t, template1))}}).leadsTo(t, paths.Drafts(app.Appid))
	b.get(t, audience).want(t, http.StatusNotFound)
	b.get(t, paths.DraftNew(app.Appid)+"?unknown=1").want(t, http.StatusBadRequest)
}

// TestStaleChoiceIsNotSaved: a page that shows an older version is loaded anew, so
// that its choice does not pass for one made over the newer.
func TestStaleChoiceIsNotSaved(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	d := drafted(t, s, app)
	audience := s.drafts(app, d) + "/audience"
	b := s.as(t, models.RoleOperator)
	old := version(t, b.get(t, audience))
	b.fragment(t, audience, url.Values{"version": {old}, "audience": {"reachable"}}).want(t, http.StatusOK)
	stale := b.fragment(t, audience, url.Values{"version": {old}, "audience": {"all"}})
	if to := stale.header.Get("HX-Redirect"); to != audience || stale.body != "" {
		t.Errorf("an old page is led to %q with %q", to, stale.body)
	}
	if page := b.get(t, audience).want(t, http.StatusOK); !strings.Contains(page.body, "没有保存") {
		t.Error("the page that comes anew says nothing of the change that was not saved")
	}
	if now, err := s.Draft(t.Context(), app, d.ID); err != nil || now.Audience.Kind != models.AudienceReachable {
		t.Errorf("the audience is %q: %v", now.Audience.Kind, err)
	}
}

// fragment posts as htmx does.
func (b *browser) fragment(t *testing.T, path string, form url.Values) reply {
	t.Helper()
	b.header.Set("HX-Request", "true")
	defer b.header.Del("HX-Request")
	return b.post(t, path, form)
}
