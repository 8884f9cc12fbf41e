package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
)

const peoplePath = "/api/v1/recipients"

func TestAPIRecipients(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		s := newSite(t, db)
		app := s.App(t)
		s.person(t, app, "anna")
		shop := s.backend(t, app)
		got, _ := shop.call(t, http.MethodPost, peoplePath, `{"recipients":[
			{"openid":"ben","nickname":"阿本","tags":["老客户","团购"],"attributes":{"城市":"宁波","年消费":12800},"note":"先打电话"},
			{"openid":"anna","attributes":{"等级":null,"城市":"绍兴"}},
			{"openid":"anna"},
			{"openid":"has blank"},
			{"openid":"carl","nick":"x"},
			{"openid":"dora","tags":"VIP"},
			{"openid":"emma","attributes":{"城市":{"a":1}}},
			{"openid":"fred","remark":"`+strings.Repeat("长", 201)+`"},
			7]}`)
		got.want(t, http.StatusOK)
		want := `{"added":1,"changed":1,"unchanged":1,"rejected":[` + strings.Join([]string{
			`{"index":3,"field":"openid","reason":"bad_format","message":"格式不对，请检查后重填。"}`,
			`{"index":4,"field":"nick","reason":"unknown_field","message":"没有这个字段，请检查拼写。"}`,
			`{"index":5,"field":"tags","reason":"wrong_type","message":"类型不对，应为 array。"}`,
			`{"index":6,"field":"attributes.城市","reason":"wrong_type","message":"类型不对，应为 string。"}`,
			`{"index":7,"field":"remark","reason":"too_long","message":"太长，最多 200 个字。"}`,
			`{"index":8,"field":"recipients[8]","reason":"wrong_type","message":"类型不对，应为 object。"}`,
		}, ",") + `]}`
		if strings.TrimSpace(got.body) != want {
			t.Errorf("answer %s\n  want %s", got.body, want)
		}
		ben, err := s.RecipientByOpenid(t.Context(), app.ID, "ben")
		if err != nil || ben.Nickname != "阿本" || ben.Note != "先打电话" || ben.Attributes["年消费"] != "12800" {
			t.Errorf("stored %+v, %v", ben, err)
		}
		shown, answer := shop.call(t, http.MethodGet, peoplePath+"/anna", "")
		shown.want(t, http.StatusOK)
		if fmt.Sprint(answer["tags"]) != "[a,b 老客户]" || fmt.Sprint(answer["attributes"]) != "map[城市:绍兴]" {
			t.Errorf("anna has %v and %v", answer["tags"], answer["attributes"])
		}
		none, answer := shop.call(t, http.MethodGet, peoplePath+"/ben", "")
		none.want(t, http.StatusOK)
		if fmt.Sprint(answer["tags"]) != "[团购 老客户]" {
			t.Errorf("ben has %v", answer["tags"])
		}
		again, _ := shop.call(t, http.MethodPost, peoplePath, `{"recipients":[{"openid":"ben","tags":["老客户","团购"]}]}`)
		if got := strings.TrimSpace(again.body); got != `{"added":0,"changed":0,"unchanged":1,"rejected":[]}` {
			t.Errorf("the same again is answered %s", got)
		}
	})
}

func TestAPIRecipientsRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t, modelstest.SQLite(t))
	app := s.App(t)
	shop := s.backend(t, app)
	many := `{"recipients":[` + strings.TrimSuffix(strings.Repeat(`{"openid":"o"},`, models.MaxPeople+1), ",") + `]}`
	for _, c := range []struct {
		name, body  string
		status      int
		code, field string
	}{
		{"nobody", `{"recipients":[]}`, 422, "invalid", "recipients"},
		{"no list", `{}`, 422, "invalid", "recipients"},
		{"too many", many, 422, "invalid", "recipients"},
		{"a list of another name", `{"people":[]}`, 422, "invalid", "people"},
		{"no list but one", `{"recipients":{"openid":"o"}}`, 422, "invalid", "recipients"},
		{"broken JSON", `{"recipients":[`, 400, "bad_json", ""},
	} {
		got, answer := shop.call(t, http.MethodPost, peoplePath, c.body)
		refusal, _ := answer["error"].(map[string]any)
		if got.status != c.status || refusal["code"] != c.code || c.field != "" && !strings.Contains(got.body, `"field":"`+c.field+`"`) {
			t.Errorf("%s: %d %s", c.name, got.status, got.body)
		}
	}
	if got, _ := (&backend{site: s, key: "xk_wrong", header: http.Header{}}).call(t, http.MethodPost, peoplePath, `{"recipients":[{"openid":"o"}]}`); got.status != http.StatusUnauthorized {
		t.Errorf("a wrong key: %d", got.status)
	}
	if found, err := s.Recipients(t.Context(), app.ID, models.RecipientFilter{}, 10); err != nil || len(found.Rows) != 0 {
		t.Errorf("stored %v, %v", found.Rows, err)
	}
	other := s.backend(t, s.App(t))
	other.call(t, http.MethodPost, peoplePath, `{"recipients":[{"openid":"o"}]}`)
	if got, _ := shop.call(t, http.MethodGet, peoplePath+"/o", ""); got.status != http.StatusNotFound {
		t.Errorf("another app's user is answered %d", got.status)
	}
}
