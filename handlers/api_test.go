package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"xinshi/handlers"
	"xinshi/models"
	"xinshi/models/modelstest"
)

const (
	codesPath    = "/api/v1/send-codes"
	messagesPath = "/api/v1/messages"
)

func TestAPIMainJob(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		s := newSite(t, db)
		app := s.App(t)
		template := s.Template(t, app, func(in *models.TemplateInput) { in.TemplateID = "TM00001" })
		shop := s.backend(t, app)

		got, _ := shop.call(t, http.MethodPost, codesPath, `{"codes":[
			{"openid":"o1","kind":"form_id","code":"f1","obtained_at":"2026-11-23T09:00:00+08:00","scene":"下单"},
			{"openid":"o1","kind":"form_id","code":"f1"},
			{"openid":"o2","kind":"form_id","code":"the formId is a mock one"}]}`)
		want := `{"accepted":1,"duplicates":1,"rejected":[{"index":2,"reason":"mock_code","field":"code","message":"这是开发者工具产生的模拟码，不能用于发送。"}]}`
		if got.want(t, http.StatusOK); strings.TrimSpace(got.body) != want {
			t.Errorf("answer %s", got.body)
		}

		body := `{"template":"TM00001","to":"o1","idempotency_key":"order-1","page":"pages/order?id=1&x=<2>",
			"fields":{"order_no":20261123000187,"shipped_at":"2026-11-23 10:24"},"data":{"keyword1":{"color":"#FF0000"}}}`
		got, answer := shop.call(t, http.MethodPost, messagesPath, body)
		got.want(t, http.StatusAccepted)
		id, _ := answer["id"].(string)
		if answer["state"] != "queued" || id == "" || len(answer) != 2 || s.woken != 1 {
			t.Errorf("answer %v, engine woken %d times", answer, s.woken)
		}
		again, _ := shop.call(t, http.MethodPost, messagesPath, body)
		if again.want(t, http.StatusAccepted); again.body != got.body {
			t.Errorf("the repeat is answered %s", again.body)
		}
		other, answer := shop.call(t, http.MethodPost, messagesPath, strings.Replace(body, "187", "188", 1))
		if other.want(t, http.StatusConflict); answer["error"].(map[string]any)["code"] != "conflict" {
			t.Errorf("another body under the same key: %v", answer)
		}

		messageID, err := models.ParseID(id)
		if err != nil {
			t.Fatal(err)
		}
		m, err := s.Message(t.Context(), app.ID, messageID)
		if err != nil || m.Data[0].Value != "20261123000187" || m.Data[0].Colour != "#ff0000" || m.ActorKind != models.ActorAPIKey {
			t.Errorf("stored %+v, %v", m, err)
		}
		shown, answer := shop.call(t, http.MethodGet, messagesPath+"/"+id, "")
		shown.want(t, http.StatusOK)
		for name, want := range map[string]any{"id": id, "state": "queued", "template": template.TemplateID, "to": "o1", "errcode": 0.0, "created_at": "2026-11-23T02:00:00Z", "settled_at": nil} {
			if answer[name] != want {
				t.Errorf("%s is %v, want %v", name, answer[name], want)
			}
		}
	})
}

func TestAPIRefusesMessages(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	s.Template(t, app, func(in *models.TemplateInput) { in.TemplateID = "T1" })
	stopped := s.Template(t, app, func(in *models.TemplateInput) { in.TemplateID = "STOPPED" })
	if err := s.StopTemplate(t.Context(), modelstest.Tester, app.ID, stopped.ID, 40037, "x"); err != nil {
		t.Fatal(err)
	}
	s.Recipient(t, app, "poor")
	s.Code(t, app, "rich", models.CodeForm, "f1")
	shop := s.backend(t, app)
	cases := []struct {
		name, body, field, reason string
		want                      int
	}{
		{"an unknown template", `{"template":"T9","to":"rich"}`, "template", "unknown_template", 422},
		{"a stopped template", `{"template":"STOPPED","to":"rich","data":{"keyword1":{"value":"1"}}}`, "template", "template_stopped", 422},
		{"an unknown user", `{"template":"T1","to":"nobody","fields":{"order_no":"1"}}`, "to", "unknown_recipient", 422},
		{"a user without codes", `{"template":"T1","to":"poor","fields":{"order_no":"1"}}`, "to", "no_send_code", 422},
		{"nothing to say", `{"template":"T1","to":"rich"}`, "data", "all_blank", 422},
		{"an unknown keyword", `{"template":"T1","to":"rich","data":{"keyword9":{"value":"1"}}}`, "data.keyword9", "unknown_keyword", 422},
		{"a bad colour", `{"template":"T1","to":"rich","data":{"keyword1":{"value":"1","color":"red"}}}`, "data.keyword1.color", "bad_colour", 422},
		{"a bad date", `{"template":"T1","to":"rich","fields":{"order_no":"1","shipped_at":"soon"}}`, "data.keyword2", "bad_date", 422},
		{"a bad send_at", `{"template":"T1","to":"rich","fields":{"order_no":"1"},"send_at":"2026-11-23 10:24"}`, "send_at", "bad_format", 422},
		{"a long idempotency key", `{"template":"T1","to":"rich","idempotency_key":"` + strings.Repeat("k", 200) + `"}`, "idempotency_key", "too_long", 422},
		{"a misspelt field", `{"template":"T1","too":"rich"}`, "too", "unknown_field", 422},
		{"a wrong type", `{"template":1,"to":"rich"}`, "template", "wrong_type", 422},
		{"a value that is no text", `{"template":"T1","to":"rich","fields":{"order_no":{}}}`, "fields.order_no", "wrong_type", 422},
		{"a value that is null", `{"template":"T1","to":"rich","data":{"keyword1":{"value":null}}}`, "data.keyword1.value", "wrong_type", 422},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, answer := shop.call(t, http.MethodPost, messagesPath, c.body)
			got.want(t, c.want)
			refusal := answer["error"].(map[string]any)
			fields, _ := refusal["fields"].([]any)
			if refusal["code"] != "invalid" || refusal["message"] == "" || len(fields) == 0 {
				t.Fatalf("answer %s", got.body)
			}
			first := fields[0].(map[string]any)
			if first["field"] != c.field || first["reason"] != c.reason || first["message"] == "" {
				t.Errorf("answer %s", got.body)
			}
		})
	}
	got, _ := shop.call(t, http.MethodPost, messagesPath, `{"template":"T1","to":"rich","fields":{"b":[],"a":true}}`)
	if got.want(t, 422); strings.Count(got.body, `"reason":"wrong_type"`) != 2 {
		t.Errorf("two wrong values are answered %s", got.body)
	}
	page, err := s.Messages(t.Context(), app.ID, models.MessageFilter{}, 10)
	if err != nil || len(page.Rows) > 0 || s.woken > 0 {
		t.Errorf("something was queued: %+v, %v", page.Rows, err)
	}
}

func TestAPIRefusesBrokenJSON(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	shop := s.backend(t, s.App(t))
	shop.header.Set("Accept-Language", "en")
	cases := []struct{ name, body, says string }{
		{"empty", ``, "line 1, column 0"},
		{"cut off", `{"codes":[`, "line 1, column 10"},
		{"a stray comma", "{\n  \"codes\": [,]\n}", "line 2, column 13"},
		{"two values", `{"codes":[]} {}`, "line 1, column"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, answer := shop.call(t, http.MethodPost, codesPath, c.body)
			got.want(t, http.StatusBadRequest)
			refusal := answer["error"].(map[string]any)
			if message, _ := refusal["message"].(string); refusal["code"] != "bad_json" || !strings.Contains(message, c.says) {
				t.Errorf("answer %s", got.body)
			}
		})
	}
}

func TestAPICodesFormIsChecked(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	shop := s.backend(t, s.App(t))
	many := strings.TrimSuffix(strings.Repeat(`{"openid":"o","kind":"form_id","code":"c"},`, models.MaxCodes+1), ",")
	cases := []struct{ name, body, field, reason string }{
		{"no codes", `{}`, "codes", "required"},
		{"too many", `{"codes":[` + many + `]}`, "codes", "too_many"},
		{"a time that is none", `{"codes":[{},{"obtained_at":"yesterday"}]}`, "codes[1].obtained_at", "bad_format"},
		{"a list that is none", `{"codes":{}}`, "codes", "wrong_type"},
		{"a field we do not know", `{"codes":[{"open_id":"o1"}]}`, "open_id", "unknown_field"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, _ := shop.call(t, http.MethodPost, codesPath, c.body)
			got.want(t, http.StatusUnprocessableEntity)
			if !strings.Contains(got.body, fmt.Sprintf(`"fields":[{"field":%q,"reason":%q,"message":"`, c.field, c.reason)) {
				t.Errorf("answer %s", got.body)
			}
		})
	}
}

func TestAPIKeyIsChecked(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app, other := s.App(t), s.App(t)
	template := s.Template(t, app)
	s.Code(t, app, "o1", models.CodeForm, "f1")
	m := s.Queue(t, app, template, "o1")
	right, stranger := s.backend(t, app), s.backend(t, other)
	path := messagesPath + "/" + id(m.ID)
	right.call(t, http.MethodGet, path, "")
	for name, key := range map[string]string{"none": "", "nonsense": "xs_nonsense", "not one of ours": "abc", "half": right.key[:20]} {
		got, answer := (&backend{site: s, key: key, header: http.Header{}}).call(t, http.MethodGet, path, "")
		if got.want(t, http.StatusUnauthorized); answer["error"].(map[string]any)["code"] != "unauthorized" || got.header.Get("WWW-Authenticate") != "Bearer" {
			t.Errorf("%s: %s", name, got.body)
		}
		if len(got.header["Set-Cookie"]) > 0 {
			t.Errorf("%s: the API sets a cookie", name)
		}
	}
	for _, path := range []string{path, "/api/v1/recipients/o1", messagesPath + "/77", messagesPath + "/x", "/api/v1/nothing"} {
		got, answer := stranger.call(t, http.MethodGet, path, "")
		if got.want(t, http.StatusNotFound); answer["error"].(map[string]any)["code"] != "not_found" {
			t.Errorf("%s with another App's key: %s", path, got.body)
		}
	}
	got, _ := right.call(t, http.MethodDelete, codesPath, "")
	got.want(t, http.StatusMethodNotAllowed)
}

func TestAPILimits(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	s.Recipient(t, app, "o1")
	shop, other := s.backend(t, app), s.backend(t, app)
	got, answer := shop.call(t, http.MethodPost, codesPath, `{"codes":[{"scene":"`+strings.Repeat("x", 2<<20)+`"}]}`)
	if got.want(t, http.StatusRequestEntityTooLarge); answer["error"].(map[string]any)["code"] != "too_large" {
		t.Errorf("answer %s", got.body)
	}
	s.Clock.Advance(time.Minute)
	for range handlers.CallsAtOnce {
		got, _ := shop.call(t, http.MethodGet, "/api/v1/recipients/o1", "")
		got.want(t, http.StatusOK)
	}
	got, answer = shop.call(t, http.MethodGet, "/api/v1/recipients/o1", "")
	got.want(t, http.StatusTooManyRequests)
	if answer["error"].(map[string]any)["code"] != "rate_limited" || got.header.Get("Retry-After") != "1" {
		t.Errorf("Retry-After %q, answer %s", got.header.Get("Retry-After"), got.body)
	}
	got, _ = other.call(t, http.MethodGet, "/api/v1/recipients/o1", "")
	got.want(t, http.StatusOK)
	s.Clock.Advance(time.Second)
	got, _ = shop.call(t, http.MethodGet, "/api/v1/recipients/o1", "")
	got.want(t, http.StatusOK)
}

func TestAPIRecipient(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	s.Template(t, app, func(in *models.TemplateInput) { in.TemplateID, in.Kind = "SUB1", models.KindSubscribeOnce })
	s.Codes(t, app,
		models.CodeInput{Openid: "o1", Kind: models.CodeForm, Code: "f1"}, models.CodeInput{Openid: "o1", Kind: models.CodeForm, Code: "f2"},
		models.CodeInput{Openid: "o1", Kind: models.CodeSubscribeOnce, TemplateID: "SUB1"},
		models.CodeInput{Openid: "o1", Kind: models.CodePrepay, Code: "p1", OrderNo: "A/1%2F"})
	shop := s.backend(t, app)
	got, _ := shop.call(t, http.MethodGet, "/api/v1/recipients/o1", "")
	want := `{"openid":"o1","available":3,"soonest_expires_at":"2026-11-30T02:00:00Z","codes":[` +
		`{"kind":"form_id","count":2,"soonest_expires_at":"2026-11-30T02:00:00Z"},` +
		`{"kind":"subscribe_once","template_id":"SUB1","count":1,"soonest_expires_at":null}],"tags":[],"attributes":{}}`
	if got.want(t, http.StatusOK); strings.TrimSpace(got.body) != want {
		t.Errorf("answer %s", got.body)
	}

	paid, _ := shop.call(t, http.MethodPost, "/api/v1/payments/A%2F1%252F/paid", "")
	if paid.want(t, http.StatusOK); strings.TrimSpace(paid.body) != `{"order_no":"A/1%2F","codes":1}` {
		t.Errorf("answer %s", paid.body)
	}
	paid, _ = shop.call(t, http.MethodPost, "/api/v1/payments/nothing/paid", "")
	paid.want(t, http.StatusNotFound)
	s.Clock.Advance(time.Minute)
	_, answer := shop.call(t, http.MethodGet, "/api/v1/recipients/o1", "")
	if answer["available"] != 4.0 {
		t.Errorf("after payment: %v", answer)
	}
}

func TestAPIExplainsFailures(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	template := s.Template(t, app)
	s.Code(t, app, "o1", models.CodeForm, "f1")
	m := s.Queue(t, app, template, "o1")
	claimed, err := s.Claim(t.Context(), models.Lane{App: app}, 1, time.Minute)
	if err != nil || len(claimed) != 1 {
		t.Fatal(claimed, err)
	}
	_, err = s.Settle(t.Context(), []models.Outcome{{
		Claimed: claimed[0], To: models.MessageFailed, Code: models.CodeRejected, Reason: models.CausePlatform,
		Errcode: 41028, Errmsg: "invalid form id, rid: 1", At: s.Now(),
	}})
	if err != nil {
		t.Fatal(err)
	}
	shop := s.backend(t, app)
	for lang, words := range map[string]string{"zh": "发送码无效", "en": "not valid"} {
		shop.header.Set("Accept-Language", lang)
		_, answer := shop.call(t, http.MethodGet, messagesPath+"/"+id(m.ID), "")
		explanation, _ := answer["explanation"].(string)
		remedy, _ := answer["remedy"].(string)
		if answer["state"] != "failed" || answer["errcode"] != 41028.0 || answer["errmsg"] != "invalid form id, rid: 1" ||
			answer["code_kind"] != "form_id" || answer["tries"] != 1.0 || answer["cause"] != "platform" || remedy == "" {
			t.Errorf("%s: %v", lang, answer)
		}
		if !strings.Contains(explanation, words) {
			t.Errorf("%s: explanation %q", lang, explanation)
		}
	}
}
