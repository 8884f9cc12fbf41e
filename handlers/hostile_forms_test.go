package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/views/paths"
)

// hostileFiles adds what comes by files and by the names that people give: an
// import and a draft's list with hostile columns, cells and file names, a tag, a
// segment, a watched word, a draft. It returns the import's page.
func hostileFiles(t *testing.T, s *site, b *browser, app models.App) string {
	t.Helper()
	const short = `"><i x='` // where a name may not be long
	quote := func(cell string) string { return `"` + strings.ReplaceAll(hostile+cell, `"`, `""`) + `"` }
	file := "openid," + quote("column") + "\nno openid," + quote("cell") + "\no1," + quote("cell") + "\n"
	page := b.upload(t, paths.Imports(app.Appid), "people", hostile+"file.csv", file).want(t, http.StatusSeeOther).header.Get("Location")
	b.post(t, page+"/check", url.Values{"targets.0": {"openid"}, "targets.1": {"nickname"}}).leadsTo(t, page)
	s.keepImports(t)
	// One that waits for its columns to be named, too.
	b.upload(t, paths.Imports(app.Appid), "people", hostile+"file.csv", file).want(t, http.StatusSeeOther)
	s.tagged(t, app, "x", "o1")
	must(t, s.Exec("UPDATE tags SET name = ?", short+"tag"))
	_, err := s.SaveSegment(t.Context(), modelstest.Tester, app.ID, 0, "x", models.RecipientFilter{HasCode: true})
	must(t, err)
	must(t, s.Exec("UPDATE segments SET name = ?", hostile+"segment"))
	must(t, s.SaveWatchWords(t.Context(), modelstest.Tester, app.ID, models.WatchWords{models.KindTemplate: {short + "word"}}))
	d, err := s.NewDraft(t.Context(), modelstest.Tester, app, models.DraftChange{Plan: &models.DraftPlan{Name: hostile + "draft"}})
	must(t, err)
	b.upload(t, fmt.Sprintf("/apps/%s/drafts/%d/list", app.Appid, d.ID), "", hostile+"file.csv", file).want(t, http.StatusSeeOther)
	return page
}

// breakout is what a page, a statement, a path and a format could take for their own words.
const breakout = hostile + `'"); DROP TABLE staff; -- ../../etc/passwd%00%s`

// Whatever is typed into a field of a form, the answer is a page or a refusal,
// and the tables are as they were.
func TestHostileForms(t *testing.T) {
	t.Parallel()
	if testing.Short() { // many requests, one after the other: nothing for the race detector
		t.Skip("left out of a short run")
	}
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		s := newSite(t, db)
		app := hostileShop(t, s)
		b := s.as(t, models.RoleAdmin)
		forms := formsOf(t, b, "/apps/"+app.Appid, hostileFiles(t, s, b, app), paths.Drafts(app.Appid), "/settings/apps", "/settings/staff", "/settings/alerts")
		if len(forms) < 30 {
			t.Errorf("found %d forms only", len(forms))
		}
		tables := len(db.Tables(t))
		for _, form := range forms {
			for name := range form.values {
				if name != "version" && name != "key" {
					form.values.Set(name, breakout)
				}
			}
			got := b.post(t, form.action, form.values)
			if got.status >= 500 && got.status != http.StatusServiceUnavailable || strings.Contains(got.body, "argon2id") {
				t.Errorf("POST %s: %d", form.action, got.status)
			}
			if strings.HasPrefix(got.header.Get("Content-Type"), "text/html") {
				checkTame(t, form.action, got)
			}
		}
		if n := len(db.Tables(t)); n != tables {
			t.Errorf("%d tables, there were %d", n, tables)
		}
		if n := db.Number(t, "SELECT COUNT(*) FROM staff WHERE role = 'admin'"); n != 1 {
			t.Errorf("%d admins", n)
		}
		if strings.Contains(s.log.String(), "panic") || strings.Contains(s.log.String(), "syntax") {
			t.Error("something panicked, or a statement was broken")
		}
	})
}

type typedForm struct {
	action string
	values url.Values
}

var number = regexp.MustCompile(`[0-9]+`)

// formsOf collects one form of each kind from pages and from what they link to.
func formsOf(t *testing.T, b *browser, from ...string) (forms []typedForm) {
	t.Helper()
	seen := map[string]bool{"/logout": true}
	walk(t, b, func(_ string, r reply) {
		if r.status != http.StatusOK || !strings.HasPrefix(r.header.Get("Content-Type"), "text/html") {
			return
		}
		r.doc(t).Find(`form[method="post"]`).Each(func(_ int, form *goquery.Selection) {
			action := form.AttrOr("action", "")
			kind := number.ReplaceAllString(action, "")
			if action == "" || seen[kind] || form.AttrOr("enctype", "") != "" {
				return
			}
			seen[kind] = true
			values := url.Values{}
			form.Find("input[name], select[name], textarea[name], button[name]").Each(func(_ int, field *goquery.Selection) {
				values.Add(field.AttrOr("name", ""), field.AttrOr("value", ""))
			})
			forms = append(forms, typedForm{action, values})
		})
	}, from...)
	return forms
}
