package handlers_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"xinshi/handlers"
	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/views/paths"
)

// logged is a site that takes notes of calls; flush writes them down.
func logged(t *testing.T, db *modelstest.DB) (s *site, flush func()) {
	t.Helper()
	calls := models.NewCallLog(db.AddAPICalls, slog.New(slog.DiscardHandler))
	return newSite(t, db, func(c *handlers.Config) { c.Calls = calls }), func() { calls.Flush(t.Context()) }
}

func TestCallLogSaysWhatHappened(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		s, flush := logged(t, db)
		app, other := s.App(t), s.App(t)
		s.Template(t, app, func(in *models.TemplateInput) { in.TemplateID = "T1" })
		s.Code(t, app, "oPerson1", models.CodeForm, "form-secret-1")
		b := s.as(t, models.RoleAuditor)
		shop, neighbour := s.backend(t, app), s.backend(t, other)
		neighbour.call(t, http.MethodGet, "/api/v1/recipients/oNeighbour", "")

		cases := []struct {
			name, method, path, body string
			says                     []string
			fine                     bool
		}{
			{"a message", "POST", messagesPath, `{"template":"T1","to":"oPerson1","data":{"keyword1":{"value":"value-secret"}}}`, []string{"POST /api/v1/messages", "202", "订单系统"}, true},
			{"codes, some refused", "POST", codesPath, `{"codes":[{"openid":"o1","kind":"form_id","code":"form-secret-2"},{"openid":"o1","kind":"form_id","code":"form-secret-2"},
				{"openid":"o1","kind":"form_id","code":"the formId is a mock one"},{"openid":"o2","kind":"form_id","code":"the formId is a mock one"}]}`,
				[]string{"POST /api/v1/send-codes", "200 部分未收", "收下 1 项 · 重复 1 项 · 未收 2 项", "code 这是开发者工具产生的模拟码", "(2 项)"}, false},
			{"a refused message", "POST", messagesPath, `{"template":"T9","to":"oPerson1","send_at":"soon"}`, []string{"422 invalid", "send_at 时间请写成 RFC 3339"}, false},
			{"broken JSON", "POST", messagesPath, "{\n  \"form-secret-3\": ,", []string{"400 bad_json", "第 2 行第 20 列"}, false},
			{"a code where a name belongs", "POST", messagesPath, `{"a2f5c1d0e9b84c7fa2f5c1d0e9b84c7f":1}`, []string{"422 invalid", "… 没有这个字段"}, false},
			{"a bulk call", "POST", "/api/v1/messages/bulk", `{"messages":[{"template":"T1","to":"oNobody"},{"template":"T1","to":"oNobody2"},7]}`,
				[]string{"200 部分未收", "未收 3 项", "to 没有这个用户", "(2 项)", "类型不对，应为 object"}, false},
			{"a message that is not there", "GET", messagesPath + "/77", "", []string{"GET /api/v1/messages/{id}", "404 not_found", "没有找到"}, false},
			{"an address that is not there", "GET", "/api/v1/form-secret-4", "", []string{"GET 没有这个地址", "404 not_found", "对照接口参考"}, false},
			{"another method", "DELETE", codesPath, "", []string{"DELETE /api/v1/send-codes", "405 method_not_allowed"}, false},
			{"an order nobody knows", "POST", "/api/v1/payments/order-secret-5/paid", "", []string{"POST /api/v1/payments/{order_no}/paid", "404"}, false},
		}
		for _, tc := range cases {
			got, _ := shop.call(t, tc.method, tc.path, tc.body)
			flush()
			page := b.get(t, paths.IntegrationCalls(app.Appid)).want(t, http.StatusOK)
			row := strings.Join(strings.Fields(page.doc(t).Find(`[data-testid="call"]`).First().Text()), " ")
			for _, part := range tc.says {
				if !strings.Contains(row, part) {
					t.Errorf("%s: %q lacks %q", tc.name, row, part)
				}
			}
			if hasID := strings.Contains(row, got.header.Get("X-Request-Id")); hasID == tc.fine {
				t.Errorf("%s: the request id stands there: %t", tc.name, hasID)
			}
		}
		all := db.Dump(t, "api_calls")
		for _, secret := range []string{shop.key, "secret", "oPerson1", "oNobody", "oNeighbour", "a2f5c1d0", "mock"} {
			if strings.Contains(strings.ReplaceAll(all, "mock_code", ""), secret) {
				t.Errorf("the log holds %q:\n%s", secret, all)
			}
		}
		if strings.Contains(b.get(t, paths.IntegrationCalls(app.Appid)).body, "/api/v1/recipients") {
			t.Error("the call of another App is shown")
		}
		failed := b.get(t, paths.IntegrationCalls(app.Appid)+"?errors=1")
		if n := failed.doc(t).Find(`[data-testid="call"]`).Length(); n != len(cases)-1 {
			t.Errorf("%d calls went wrong, want %d", n, len(cases)-1)
		}
	})
}

// A key that was revoked still names its App; one that nobody knows names none.
func TestCallLogOfKeysThatDoNotWork(t *testing.T) {
	t.Parallel()
	s, flush := logged(t, modelstest.SQLite(t))
	app := s.App(t)
	b := s.as(t, models.RoleAdmin)
	shop := s.backend(t, app)
	row, err := s.APIKeyFor(t.Context(), shop.key)
	noError(t, err)
	noError(t, s.RevokeAPIKey(t.Context(), modelstest.Tester, app.ID, row.ID))
	shop.call(t, http.MethodGet, "/api/v1/recipients/o1", "")
	for _, key := range []string{"", "xs_NOBODYKNOWSTHIS", "xc_TOKEN"} {
		(&backend{site: s, key: key, header: http.Header{}}).call(t, http.MethodGet, "/api/v1/recipients/o1", "")
		(&backend{site: s, key: key, header: http.Header{}}).call(t, http.MethodGet, "/api/v1/nothing", "")
	}
	flush()
	page := b.get(t, paths.IntegrationCalls(app.Appid))
	rows := page.doc(t).Find(`[data-testid="call"]`)
	if rows.Length() != 1 || !strings.Contains(rows.Text(), "401 unauthorized") || !strings.Contains(rows.Text(), "已经吊销") {
		t.Errorf("%d rows: %s", rows.Length(), rows.Text())
	}
}

func TestCallLogOfImpatientCallers(t *testing.T) {
	t.Parallel()
	s, flush := logged(t, modelstest.SQLite(t))
	app := s.App(t)
	b := s.as(t, models.RoleAdmin)
	shop := s.backend(t, app)
	for range handlers.CallsAtOnce + 1 {
		shop.call(t, http.MethodGet, "/api/v1/recipients/o1", "")
	}
	flush()
	row := b.get(t, paths.IntegrationCalls(app.Appid)).doc(t).Find(`[data-testid="call"]`).First().Text()
	if !strings.Contains(row, "429 rate_limited") || !strings.Contains(row, "Retry-After") {
		t.Errorf("the last call: %s", row)
	}
}

func TestCallLogPages(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	b := s.as(t, models.RoleMarketer)
	path := paths.IntegrationCalls(app.Appid)
	if got := b.get(t, path); got.text(t, "no-calls") == "" {
		t.Error("nothing yet is not said")
	}
	if got := b.get(t, path+"?errors=1"); got.text(t, "no-errors") == "" {
		t.Error("no errors is not told apart from nothing yet")
	}
	var calls []models.APICall
	for i := range 70 {
		calls = append(calls, models.APICall{ID: models.NewID(s.Clock.Now()), AppID: app.ID, At: s.Now(), Method: "GET", Route: paths.APIMessageRoute, Status: 200, DurationMS: int64(i)})
	}
	noError(t, s.AddAPICalls(t.Context(), calls))
	seen, next := 0, path
	for next != "" {
		page := b.get(t, next).want(t, http.StatusOK)
		doc := page.doc(t)
		if live := doc.Find(`#calls[hx-get]`).Length() == 1; live != (next == path) {
			t.Errorf("%s asks for itself anew: %t", next, live)
		}
		seen += doc.Find(`[data-testid="call"]`).Length()
		next = doc.Find(`a[rel="next"]`).AttrOr("href", "")
	}
	if seen != len(calls) {
		t.Errorf("paging through %d calls shows %d", len(calls), seen)
	}

	b.header.Set("HX-Request", "true")
	for query, want := range map[string]int{"": 30, "?latest=1": 6, "?errors=1": 0} {
		part := b.get(t, path+query).want(t, http.StatusOK)
		if strings.Contains(part.body, "<html") || part.doc(t).Find(`[data-testid="call"]`).Length() != want {
			t.Errorf("a look for news with %q: %d calls", query, part.doc(t).Find(`[data-testid="call"]`).Length())
		}
		if again, _ := part.doc(t).Find("#calls").Attr("hx-get"); again != path+query {
			t.Errorf("with %q it asks for %q next", query, again)
		}
	}
	b.header.Del("HX-Request")
	for _, query := range []string{"errors=yes", "latest=2", "before=x", "key=1"} {
		b.get(t, path+"?"+query).want(t, http.StatusBadRequest)
	}
}

// What the mini program and the backend brought in vain is counted from midnight
// in the App's zone.
func TestRefusedToday(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	page := paths.Integration(app.Appid)
	refuse := func(n int) {
		t.Helper()
		var codes []models.CodeInput
		for i := range n {
			codes = append(codes, models.CodeInput{Openid: fmt.Sprint("o", i), Kind: models.CodeForm, Code: "the formId is a mock one"})
		}
		_, err := s.AddCodes(t.Context(), modelstest.Tester, app, "api", codes)
		noError(t, err)
	}
	refuse(3)
	s.Clock.Advance(14*time.Hour + 30*time.Minute) // it is half past midnight in Shanghai
	b := s.as(t, models.RoleOperator)
	if got := b.get(t, page).want(t, http.StatusOK).text(t, "refusals"); got != "" {
		t.Errorf("today nothing was refused: %q", got)
	}
	refuse(2)
	noError(t, s.CountRefusal(t.Context(), app.ID, models.SourcePayment, models.ReasonBadSignature))
	for _, page := range []string{page, paths.IntegrationCalls(app.Appid)} {
		if got := b.get(t, page).text(t, "refusals"); got != "开发者工具的模拟码 2 · 商城后端" {
			t.Errorf("%s: %q", page, got)
		}
	}
}
