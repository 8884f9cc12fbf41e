package handlers_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
)

const bulkPath = "/api/v1/messages/bulk"

// bulk is the answer of the call, as a program reads it.
type bulk struct {
	Results []struct {
		Index int
		ID    string
		State string
		Error *struct {
			Code, Message string
			Fields        []struct{ Field, Reason, Message string }
		}
	}
}

func sendBulk(t *testing.T, shop *backend, body string) bulk {
	t.Helper()
	got, _ := shop.call(t, http.MethodPost, bulkPath, body)
	var answer bulk
	if err := json.Unmarshal([]byte(got.want(t, http.StatusOK).body), &answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

func TestBulkJudgesEachAlone(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	s.Template(t, app, func(in *models.TemplateInput) { in.TemplateID = "T1" })
	s.Code(t, app, "o1", models.CodeForm, "f1")
	s.Code(t, app, "o2", models.CodeForm, "f2")
	shop := s.backend(t, app)
	answer := sendBulk(t, shop, `{"messages":[
		{"template":"T1","to":"o1","fields":{"order_no":1}},
		{"template":"T1","to":"nobody","fields":{"order_no":1}},
		{"template":"T1","to":"o2","feilds":{"order_no":1}},
		{"template":"T1","to":2},
		"o2", null,
		{"template":"T1","to":"o2","data":{"keyword1":{"value":"x","color":"red"}},"send_at":"tomorrow"},
		{"template":"T1","to":"o2","data":{"keyword1":{"value":"x"}}}]}`)
	want := []string{
		"queued", "invalid to unknown_recipient", "invalid feilds unknown_field", "invalid to wrong_type", "invalid messages[4] wrong_type",
		"invalid template required", "invalid send_at bad_format", "queued",
	}
	if len(answer.Results) != len(want) {
		t.Fatalf("%d results", len(answer.Results))
	}
	for i, r := range answer.Results {
		got := r.State
		if r.Error != nil {
			got = fmt.Sprint(r.Error.Code, " ", r.Error.Fields[0].Field, " ", r.Error.Fields[0].Reason)
			if r.Error.Message == "" || r.Error.Fields[0].Message == "" || r.ID != "" {
				t.Errorf("result %d lacks words: %+v", i, r)
			}
		}
		if r.Index != i || got != want[i] {
			t.Errorf("result %d: index %d, %q, want %q", i, r.Index, got, want[i])
		}
	}
	if n := s.Number(t, "SELECT COUNT(*) FROM messages"); n != 2 || s.woken != 1 {
		t.Errorf("%d messages, engine woken %d times", n, s.woken)
	}
}

func TestBulkIsIdempotentByItem(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	s.Template(t, app, func(in *models.TemplateInput) { in.TemplateID = "T1" })
	s.Code(t, app, "o1", models.CodeForm, "f1")
	shop := s.backend(t, app)
	item := `{"template":"T1","to":"o1","fields":{"order_no":%d},"idempotency_key":"k1"}`
	first := sendBulk(t, shop, `{"messages":[`+fmt.Sprintf(item, 1)+`,`+fmt.Sprintf(item, 1)+`,`+fmt.Sprintf(item, 2)+`]}`)
	if r := first.Results; r[0].ID == "" || r[1].ID != r[0].ID || r[2].Error == nil || r[2].Error.Code != "conflict" {
		t.Errorf("results %+v", r)
	}
	again := sendBulk(t, shop, `{"messages":[`+fmt.Sprintf(item, 1)+`]}`)
	if again.Results[0].ID != first.Results[0].ID || s.Number(t, "SELECT COUNT(*) FROM messages") != 1 {
		t.Errorf("the repeat: %+v", again.Results)
	}
	single, answer := shop.call(t, http.MethodPost, messagesPath, fmt.Sprintf(item, 1))
	if single.want(t, http.StatusAccepted); answer["id"] != first.Results[0].ID {
		t.Errorf("the single call under the same key: %v", answer)
	}
}

func TestBulkLimits(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	shop := s.backend(t, s.App(t))
	many := strings.Repeat("{},", 1000) + "{}"
	for name, test := range map[string]struct {
		body   string
		status int
		reason string
	}{
		"none":              {`{"messages":[]}`, http.StatusUnprocessableEntity, "required"},
		"no list":           {`{}`, http.StatusUnprocessableEntity, "required"},
		"too many":          {`{"messages":[` + many + `]}`, http.StatusUnprocessableEntity, "too_many"},
		"a misspelt list":   {`{"message":[{}]}`, http.StatusUnprocessableEntity, "unknown_field"},
		"not a list":        {`{"messages":{}}`, http.StatusUnprocessableEntity, "wrong_type"},
		"broken":            {`{"messages":[{]}`, http.StatusBadRequest, "bad_json"},
		"larger than 2 MiB": {`{"messages":["` + strings.Repeat("x", 2<<20) + `"]}`, http.StatusRequestEntityTooLarge, "too_large"},
	} {
		got, _ := shop.call(t, http.MethodPost, bulkPath, test.body)
		if got.status != test.status || !strings.Contains(got.body, `"`+test.reason+`"`) {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
	if s.woken != 0 {
		t.Error("the engine was woken for nothing")
	}
	full := sendBulk(t, shop, `{"messages":[`+strings.Repeat("{},", 999)+`{}]}`)
	if len(full.Results) != 1000 || full.Results[999].Error == nil {
		t.Errorf("%d results", len(full.Results))
	}
}
