package recipient_test

import (
	"bytes"
	"net/url"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/recipient"
)

// TestUnfinishedSearch: nobody found so far is not the same as nobody.
func TestUnfinishedSearch(t *testing.T) {
	t.Parallel()
	anna := []models.Recipient{{ID: 1, Openid: "anna"}}
	for _, c := range []struct {
		name         string
		people       []models.Recipient
		query, goOn  string
		shows        string
		rows, goneOn int
	}{
		{"a few, and more to look at", anna, "q=a", "/more", "stopped", 1, 1},
		{"nobody so far", nil, "q=a", "/more", "not-yet", 0, 1},
		{"nobody at all", nil, "q=a", "", "no-match", 0, 0},
		{"nobody yet", nil, "", "", "nothing-yet", 0, 0},
		{"all of them", anna, "q=a", "", "recipients", 1, 0},
	} {
		query, err := url.ParseQuery(c.query)
		if err != nil {
			t.Fatal(err)
		}
		frame := layout.Page{App: &layout.App{Appid: "wx1"}, Staff: layout.Staff{Role: models.RoleOperator}}
		page := recipient.NewListPage(t.Context(), frame, recipient.ListSource{
			App: models.App{Appid: "wx1"}, Query: query, People: c.people, GoOn: c.goOn, Pager: components.PagerView{},
		})
		var html bytes.Buffer
		if err := recipient.List(page).Render(t.Context(), &html); err != nil {
			t.Fatal(err)
		}
		doc, err := goquery.NewDocumentFromReader(&html)
		if err != nil {
			t.Fatal(err)
		}
		if doc.Find(`[data-testid="`+c.shows+`"]`).Length() != 1 {
			t.Errorf("%s: %s is missing", c.name, c.shows)
		}
		more := doc.Find(`[data-testid="go-on"]`)
		if rows := doc.Find(`[data-testid="recipient"]`).Length(); rows != c.rows || more.Length() != c.goneOn || c.goneOn > 0 && more.AttrOr("href", "") != c.goOn {
			t.Errorf("%s: %d rows, goes on at %q", c.name, rows, more.AttrOr("href", ""))
		}
		for _, other := range []string{"not-yet", "no-match", "nothing-yet"} {
			if other != c.shows && doc.Find(`[data-testid="`+other+`"]`).Length() > 0 {
				t.Errorf("%s: also says %s", c.name, other)
			}
		}
	}
}
