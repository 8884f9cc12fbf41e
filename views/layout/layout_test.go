package layout_test

import (
	"context"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/text"
)

func page(role models.Role) layout.Page {
	app := layout.App{Appid: "wx1", Name: "鲜果到家", Band: "rose"}
	return layout.Page{
		Title: "总览", CSRF: "token", RequestPath: "/apps/wx1?range=7d",
		Staff: layout.Staff{Name: "林晓", Role: role}, Apps: []layout.App{app, {Appid: "wx2", Name: "批发"}}, App: &app,
		Active: layout.NavOverview, Simulator: true,
	}
}

func shell(t *testing.T, ctx context.Context, p layout.Page) *goquery.Document {
	t.Helper()
	head := templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return layout.Head(p).Render(templ.ClearChildren(ctx), w)
	})
	var b strings.Builder
	if err := layout.Shell(p).Render(templ.WithChildren(ctx, head), &b); err != nil {
		t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestNavigationFollowsTheRole(t *testing.T) {
	t.Parallel()
	cases := []struct {
		role models.Role
		want []string
	}{
		{models.RoleAdmin, []string{"overview", "compose", "batches", "recipients", "templates", "messages", "phone", "audit", "integration", "settings"}},
		{models.RoleOperator, []string{"overview", "compose", "batches", "recipients", "templates", "messages", "phone", "integration"}},
		{models.RoleAuditor, []string{"overview", "batches", "recipients", "templates", "messages", "phone", "audit", "integration"}},
	}
	for _, c := range cases {
		var got []string
		shell(t, context.Background(), page(c.role)).Find("[data-testid^=nav-]").Each(func(_ int, s *goquery.Selection) {
			id, _ := s.Attr("data-testid")
			got = append(got, strings.TrimPrefix(id, "nav-"))
		})
		if !slices.Equal(got, c.want) {
			t.Errorf("%s sees %v, want %v", c.role, got, c.want)
		}
	}
}

func TestShellOfAnApp(t *testing.T) {
	t.Parallel()
	doc := shell(t, context.Background(), page(models.RoleAdmin))
	if doc.Find("h1").Length() != 1 || doc.Find("main").Length() != 1 {
		t.Error("a page has one h1 and one main")
	}
	if !doc.Find("[data-testid=band]").HasClass("band-rose") || doc.Find("title").Text() != "总览 · 鲜果到家 · 信使台" {
		t.Error("the page does not say whose it is")
	}
	if n := doc.Find("[aria-current=page]").Length(); n != 1 {
		t.Errorf("%d entries are the current page", n)
	}
	if doc.Find("style, script:not([src]), [style]").Length() != 0 {
		t.Error("the content security policy refuses inline style and script")
	}
	doc.Find("form[method=post]").Each(func(_ int, form *goquery.Selection) {
		if v, _ := form.Find("input[name=" + components.CSRFField + "]").Attr("value"); v != "token" {
			t.Error("a form does not prove itself")
		}
	})
	if back, _ := doc.Find("input[name=back]").Attr("value"); back != "/apps/wx1?range=7d" {
		t.Errorf("switching the theme leads back to %q", back)
	}
}

func TestThemeAndLanguage(t *testing.T) {
	t.Parallel()
	p := page(models.RoleAdmin)
	doc := shell(t, context.Background(), p)
	if _, ok := doc.Find("html").Attr("data-theme"); ok {
		t.Error("following the system needs no data-theme")
	}
	if lang, _ := doc.Find("html").Attr("lang"); lang != "zh-CN" {
		t.Errorf("lang %q", lang)
	}
	p.Theme = layout.ThemeDark
	doc = shell(t, text.WithLang(context.Background(), text.EN), p)
	if theme, _ := doc.Find("html").Attr("data-theme"); theme != "jade-dark" {
		t.Errorf("theme %q", theme)
	}
	if lang, _ := doc.Find("html").Attr("lang"); lang != "en" || doc.Find("[data-testid=nav-templates]").Text() != "Templates" {
		t.Error("the frame does not speak English")
	}
}

func TestBeforeTheFirstApp(t *testing.T) {
	t.Parallel()
	p := page(models.RoleAdmin)
	p.App, p.Apps = nil, nil
	doc := shell(t, context.Background(), p)
	if doc.Find("a[href='/settings/apps/new']").Length() != 1 {
		t.Error("an admin is not led to adding the first App")
	}
	if doc.Find("[data-testid=band], [data-testid=nav-overview]").Length() != 0 {
		t.Error("there is no App to show")
	}
}
