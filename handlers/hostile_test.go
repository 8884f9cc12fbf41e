package handlers_test

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"xinshi/handlers"
	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/robot"
	"xinshi/views/paths"
)

// hostile is a text that does harm wherever it is not written as text. Each
// place adds a word, so that the page that fails says which.
const hostile = `"><script>alert(1)</script><i x='`

// hostileShop is a shop in which everything that others may name is hostile:
// users, staff, Apps, templates, what the platform answers, headers.
func hostileShop(t *testing.T, s *site) models.App {
	t.Helper()
	ctx := t.Context()
	app := s.App(t, func(in *models.AppInput) { in.Name = hostile + "app" })
	template := s.Template(t, app, func(in *models.TemplateInput) {
		in.Title, in.Page = hostile+"title", "pages/x?a="+url.QueryEscape(hostile)
		in.Keywords[0].Name, in.Keywords[0].Sample, in.Keywords[0].DefaultValue = "名称", hostile+"sample", hostile+"default"
	})
	for _, openid := range []string{"o1", "o2", "o3"} {
		s.Recipient(t, app, openid)
		must(t, s.Exec("UPDATE recipients SET nickname = ?, remark = ? WHERE openid = ?", hostile+"nickname", hostile+"remark", openid))
		for _, code := range []string{"a", "b"} {
			s.Code(t, app, openid, models.CodeForm, code+"-of-"+openid+"-0123456789")
		}
	}
	s.settled(t, app, template, "o1", models.MessageFailed, refusedWith(40037, hostile+"errmsg"))
	s.settled(t, app, template, "o2", models.MessageUnknown, unanswered)
	queued := func() models.Message {
		m, err := s.Enqueue(ctx, modelstest.Tester, app, models.MessageRequest{TemplateID: template.TemplateID, To: "o3",
			Content: models.Content{Data: map[string]models.TypedValue{"keyword1": {Value: hostile + "value"}, "keyword2": {Value: "x"}}}})
		must(t, err)
		return m
	}
	queued()
	_, err := s.AddBatch(ctx, models.Actor{Kind: models.ActorStaff, ID: 5, Name: hostile + "actor"}, app, models.BatchInput{
		Name: hostile + "batch", TemplateID: template.TemplateID, Audience: models.Audience{Kind: models.AudienceAll},
		Content: models.Content{Data: map[string]models.TypedValue{"keyword1": {Value: hostile + "value"}, "keyword2": {Value: "x"}}},
	})
	must(t, err)
	_, _, err = s.AddAPIKey(ctx, modelstest.Tester, app.ID, hostile+"key")
	must(t, err)
	must(t, s.StopTemplate(ctx, modelstest.Tester, app.ID, template.ID, 40037, hostile+"stopped"))
	must(t, s.PauseApp(ctx, models.Actor{Kind: models.ActorCLI, Name: hostile + "cli", IP: hostile + "ip", RequestID: hostile + "rid"}, app.ID, models.Pause{Errcode: 45009, Reason: hostile + "paused"}))
	_, err = s.LeaseToken(ctx, app.Appid, "n", s.Clock.Now().Add(time.Minute))
	must(t, err)
	must(t, s.Exec("UPDATE access_tokens SET failure = ?, failed_at = 1, failure_errcode = 40013, lease_until = 0", hostile+"token"))
	_, err = s.SaveRobot(ctx, modelstest.Tester, 0, models.RobotInput{
		Kind: robot.Feishu, Name: hostile + "robot", URL: "https://open.feishu.cn/open-apis/bot/v2/hook/1", Lang: "zh", Alerts: models.AlertKinds,
	}, nil)
	must(t, err)
	must(t, s.WatchAlerts(ctx, nil))
	must(t, s.Exec("UPDATE alert_notices SET answer = ?, body = ? WHERE kind = 'paused'", hostile+"answer", hostile+"body"))
	_, err = s.AddStaff(ctx, modelstest.Tester, models.StaffInput{Email: "a@example.com", Name: hostile + "staff", Role: models.RoleAuditor, Password: password})
	must(t, err)
	return app
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// shapeOf is a page's address without what tells apart pages of one kind: ids,
// and the values of its query.
func shapeOf(path string) string {
	path, query, _ := strings.Cut(path, "?")
	values, _ := url.ParseQuery(query)
	return regexp.MustCompile(`\d+`).ReplaceAllString(path, "0") + "?" + strings.Join(slices.Sorted(maps.Keys(values)), "&")
}

// walk follows the links from the pages of an App, the settings and the record, to
// no more than ofAKind pages of one shape.
func walk(t *testing.T, b *browser, visit func(path string, r reply), from ...string) int {
	t.Helper()
	const ofAKind = 3
	seen, shapes, queue := map[string]bool{}, map[string]int{}, from
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		shape := shapeOf(path)
		if seen[path] || shapes[shape] == ofAKind {
			continue
		}
		seen[path] = true
		shapes[shape]++
		r := b.get(t, path)
		visit(path, r)
		if r.status != http.StatusOK || !strings.HasPrefix(r.header.Get("Content-Type"), "text/html") {
			continue
		}
		r.doc(t).Find("a[href], [hx-get]").Each(func(_ int, link *goquery.Selection) {
			for _, name := range []string{"href", "hx-get"} {
				to, _, _ := strings.Cut(link.AttrOr(name, ""), "#")
				if strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "//") && !strings.HasPrefix(to, "/static/") {
					queue = append(queue, to)
				}
			}
		})
	}
	return len(seen)
}

// Whatever others are called or say, it stands on our pages as text.
func TestHostileTextIsText(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := hostileShop(t, s)
	b := s.browser()
	b.header.Set("User-Agent", hostile+"agent")
	s.staff(t, models.RoleAdmin)
	b.signIn(t, "admin@example.com", password)
	b.signIn(t, "admin@example.com", "wrong")
	imported := hostileFiles(t, s, b, app)
	var shown strings.Builder
	pages := walk(t, b, func(path string, r reply) {
		if r.status >= 500 {
			t.Errorf("%s answers %d", path, r.status)
		}
		shown.WriteString(r.body)
		checkTame(t, path, r)
	}, "/apps/"+app.Appid, "/apps/"+app.Appid+"/recipients", imported, paths.Imports(app.Appid), paths.Groups(app.Appid), paths.Drafts(app.Appid), "/audit", "/settings/apps", "/settings/staff", "/settings/security", "/no/such/page?"+url.QueryEscape(hostile))
	if pages < 40 {
		t.Errorf("walked through %d pages only", pages)
	}
	for _, where := range []string{"app", "title", "nickname", "remark", "errmsg", "value", "batch", "key", "paused", "staff", "token", "actor", "cli", "sample", "robot", "answer", "body", "column", "cell", "file", "tag", "segment", "word", "draft"} {
		if !strings.Contains(shown.String(), "&lt;i x=&#39;"+where) {
			t.Errorf("no page shows the hostile %s: is it still tested?", where)
		}
	}
	for _, lookup := range []string{"/audit?actor=", "/audit?action=", "/apps/" + app.Appid + "/recipients?q=", "/apps/" + app.Appid + "/messages?q=", "/login?next="} {
		checkTame(t, lookup, b.get(t, lookup+url.QueryEscape(hostile)))
	}
	checkTame(t, "/login", b.post(t, "/login", url.Values{"email": {hostile}, "password": {hostile}, "next": {"javascript:alert(1)"}}))
	checkTame(t, "/settings/staff/new", b.post(t, "/settings/staff/new", url.Values{"email": {hostile}, "name": {hostile}, "role": {hostile}}))
}

// checkTame finds what a browser would run.
func checkTame(t *testing.T, path string, r reply) {
	t.Helper()
	if strings.Contains(r.body, "<script>alert") || strings.Contains(r.body, "<i x=") {
		t.Errorf("%s: hostile text became an element", path)
	}
	if !strings.HasPrefix(r.header.Get("Content-Type"), "text/html") {
		return
	}
	doc := r.doc(t)
	doc.Find("script").Each(func(_ int, e *goquery.Selection) {
		if !strings.HasPrefix(e.AttrOr("src", ""), "/static/") {
			t.Errorf("%s: a script that is not a file of ours", path)
		}
	})
	doc.Find("*").Each(func(_ int, e *goquery.Selection) {
		for _, a := range e.Get(0).Attr {
			value := strings.ToLower(strings.TrimSpace(a.Val))
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcdoc", strings.HasPrefix(a.Key, "hx-on"):
				t.Errorf("%s: <%s %s>", path, goquery.NodeName(e), a.Key)
			case slices.Contains([]string{"href", "src", "action", "formaction", "hx-get", "hx-post"}, a.Key) &&
				(strings.HasPrefix(value, "javascript:") || strings.HasPrefix(value, "vbscript:") || strings.HasPrefix(value, "//") ||
					(strings.HasPrefix(value, "data:") && !strings.HasPrefix(value, "data:image/png;base64,"))):
				t.Errorf("%s: <%s %s=%q>", path, goquery.NodeName(e), a.Key, a.Val)
			}
		}
	})
	if n := doc.Find(`form[method="post"]:not(:has(input[name="_csrf"]:not([value=""])))`).Length(); n > 0 {
		t.Errorf("%s: %d forms without a token", path, n)
	}
}

// injections are what breaks out of a query, a path or a parser.
var injections = []string{
	"' OR '1'='1", `" OR ""="`, `\' OR 1=1 -- `, "1; DROP TABLE staff", "1) UNION SELECT password_hash FROM staff -- ", "%", "_", "!", `\`,
	"../../etc/passwd", "..%2f..%2fetc%2fpasswd", `..\..\secret.key`, "\x00", "\xff\xfe", "\u202e", "😀", "-1", "0", "99999999999999999999", "1e9", "0x10", " ", strings.Repeat("9", 3000),
}

// Whatever stands in an address, the answer is a page, a refusal or nothing
// found: never a failure of ours, and never another's rows.
func TestHostileAddresses(t *testing.T) {
	t.Parallel()
	if testing.Short() { // thousands of requests, one after the other: nothing for the race detector
		t.Skip("left out of a short run")
	}
	t.Run("sqlite", func(t *testing.T) { hostileAddresses(t, modelstest.SQLite(t), injections) })
	t.Run("mysql", func(t *testing.T) { hostileAddresses(t, modelstest.MySQL(t), injections[:9]) }) // those that a database could read otherwise
}

func hostileAddresses(t *testing.T, db *modelstest.DB, injections []string) {
	t.Helper()
	s := newSite(t, db)
	app := s.App(t)
	b := s.as(t, models.RoleAdmin)
	parameter := regexp.MustCompile(`:[a-z_]+`)
	for _, r := range handlers.Routes() {
		if r[0] != http.MethodGet {
			continue
		}
		for _, injection := range injections {
			path := parameter.ReplaceAllStringFunc(r[1], func(name string) string {
				if name == ":appid" && strings.Count(r[1], ":") > 1 {
					return app.Appid
				}
				return url.PathEscape(injection)
			})
			paths := []string{path}
			for _, name := range []string{"q", "action", "actor", "state", "template", "tag", "before", "after", "expiring", "token", "next"} {
				paths = append(paths, filled(r[1], app.Appid)+"?"+name+"="+url.QueryEscape(injection))
			}
			for _, p := range paths {
				if got := b.get(t, p); got.status >= 500 && got.status != http.StatusServiceUnavailable {
					t.Errorf("GET %s: %d", p, got.status)
				} else if strings.Contains(got.body, "argon2id") || strings.Contains(got.body, "root:x:0") {
					t.Errorf("GET %s gives away what it must not", p)
				}
			}
		}
	}
	if n := db.Number(t, "SELECT COUNT(*) FROM staff"); n != 1 {
		t.Errorf("%d members of staff are left", n)
	}
}
