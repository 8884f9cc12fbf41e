package simulator_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"xinshi/models/wechat"
	"xinshi/models/wechat/simulator"
)

func TestPublicLibrary(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	categories, err := w.client.Categories(ctx, w.token)
	must(t, err)
	if len(categories) < 3 || categories[0] != (wechat.Category{ID: 9001, Name: "电商平台"}) {
		t.Errorf("categories: %+v", categories)
	}
	first, count, err := w.client.PublicTemplates(ctx, w.token, []int{9001, 9002}, 0, 3)
	must(t, err)
	rest, _, err := w.client.PublicTemplates(ctx, w.token, []int{9001, 9002}, 3, 30)
	must(t, err)
	if len(first) != 3 || len(first)+len(rest) != count || first[2].TID == rest[0].TID {
		t.Errorf("%d and %d of %d", len(first), len(rest), count)
	}
	keywords, err := w.client.PublicKeywords(ctx, w.token, "9201")
	must(t, err)
	if len(keywords) != 3 || keywords[0].Rule != "enum_string" || len(keywords[0].Choices) != 3 {
		t.Errorf("keywords: %+v", keywords)
	}
}

func TestLibraryRefusals(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	titles := func(query string) map[string]any { return w.ask(wechat.CallPublicTitles, query) }
	for _, tt := range []struct {
		name string
		got  map[string]any
		want int
	}{
		{"no categories", titles("&start=0&limit=30"), 200018},
		{"categories that are none", titles("&ids=9001,x&start=0&limit=30"), 200019},
		{"categories of another app", titles("&ids=7&start=0&limit=30"), 200019},
		{"no start", titles("&ids=9001&limit=30"), 200016},
		{"a start before the first", titles("&ids=9001&start=-1&limit=30"), 200016},
		{"too many", titles("&ids=9001&start=0&limit=31"), 200017},
		{"none", titles("&ids=9001&start=0&limit=0"), 200017},
		{"no number", w.ask(wechat.CallPublicKeywords, ""), 200014},
		{"an unknown number", w.ask(wechat.CallPublicKeywords, "&tid=1"), 200014},
		{"no token", w.get(string(wechat.CallCategories)), 41001},
		{"the other method", w.call(wechat.CallListSubscribe, "{}"), 43001},
	} {
		if tt.got["errcode"] != float64(tt.want) {
			t.Errorf("%s: got %v, want %d", tt.name, tt.got, tt.want)
		}
	}
}

// postAs posts a body under a label, as programs of all kinds do.
func (w *world) postAs(call wechat.Call, label, body string) map[string]any {
	w.t.Helper()
	resp, err := http.Post(w.url+string(call)+"?access_token="+w.token, label, strings.NewReader(body))
	must(w.t, err)
	defer resp.Body.Close()
	return decodeReply(w.t, resp.Body)
}

func TestEncodingsOfAdd(t *testing.T) {
	t.Parallel()
	const form = "application/x-www-form-urlencoded"
	for _, tt := range []struct {
		name, label, body string
		want              int
	}{
		{"a form that repeats", form, "tid=9101&kidList=1&kidList=2&sceneDesc=x", 0},
		{"a form that numbers", form, "tid=9101&kidList%5B0%5D=1&kidList%5B1%5D=2&sceneDesc=x", 0},
		{"a form with a charset", form + ";charset=utf-8", "tid=9101&kidList=1&kidList=2", 200014},
		{"JSON", "application/json", `{"tid":"9101","kidList":[1,2]}`, 0},
		{"JSON with a charset", "application/json;charset=utf-8", `{"tid":"9101","kidList":[1,2]}`, 0},
		{"JSON with an encoding", "application/json;encoding=utf-8", `{"tid":"9101","kidList":[1,2]}`, 200014},
		{"JSON with a number", "application/json", `{"tid":9101,"kidList":[1,2]}`, 200014},
		{"plain text", "text/plain", `{"tid":"9101","kidList":[1,2]}`, 200014},
		{"nothing", "", "", 200014},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			if got := w.postAs(wechat.CallAddSubscribe, tt.label, tt.body); got["errcode"] != float64(tt.want) {
				t.Errorf("got %v, want %d", got, tt.want)
			}
		})
	}
}

func TestAddAndDeleteSubscribeTemplates(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(_ *simulator.Options, app *simulator.App) { app.Banned = []string{"9103"} })
	ctx := t.Context()
	add := func(tid string, kids ...int) (string, int) {
		id, err := w.client.AddSubscribeTemplate(ctx, w.token, tid, kids, "发货")
		return id, errcode(t, err)
	}
	for _, tt := range []struct {
		name string
		tid  string
		kids []int
		want int
	}{
		{"one keyword", "9101", []int{1}, 200020}, {"six", "9102", []int{1, 2, 3, 4, 5, 6}, 200020}, {"one twice", "9101", []int{1, 1}, 200020},
		{"an unknown one", "9101", []int{1, 9}, 200020}, {"an unknown entry", "1", []int{1, 2}, 200014}, {"a banned entry", "9103", []int{1, 2}, 200013},
		{"keywords where they are fixed", "10000001", []int{1, 2}, 200020},
	} {
		if _, got := add(tt.tid, tt.kids...); got != tt.want {
			t.Errorf("%s: got %d, want %d", tt.name, got, tt.want)
		}
	}
	_, err := w.client.AddSubscribeTemplate(ctx, w.token, "9101", []int{1, 2}, strings.Repeat("长", 16))
	w.expect("a long occasion", errcode(t, err), 200021)

	id, code := add("9201", 3, 1)
	w.expect("add", code, 0)
	again, code := add("9201", 3, 1)
	if w.expect("add again", code, 0); again != id {
		t.Errorf("added again as %q, was %q", again, id)
	}
	other, code := add("9201", 1, 3)
	if w.expect("another order", code, 0); other == id {
		t.Error("another order is the same template")
	}
	fixed, code := add("10000001")
	w.expect("fixed keywords", code, 0)
	own, err := w.client.SubscribeTemplates(ctx, w.token)
	must(t, err)
	if len(own) != 5 || own[2].TemplateID != id || own[2].Content != "备注:{{thing1.DATA}}\n状态:{{enum_string2.DATA}}\n" ||
		fmt.Sprint(own[2].Choices) != "map[enum_string2:[配送中 已送达 已签收]]" || own[1].Type != wechat.TypeLong || len(own[4].Keywords()) != 2 {
		t.Errorf("own templates: %+v", own)
	}
	legacy, err := w.client.ListTemplates(ctx, w.token)
	if err != nil || len(legacy) != 1 {
		t.Errorf("the legacy list has %+v, %v", legacy, err)
	}
	must(t, w.client.DeleteSubscribeTemplate(ctx, w.token, fixed))
	w.expect("delete twice", errcode(t, w.client.DeleteSubscribeTemplate(ctx, w.token, fixed)), 20001)
	w.expect("delete a legacy one", errcode(t, w.client.DeleteSubscribeTemplate(ctx, w.token, orderT)), 20001)
	w.expect("delete nothing", errcode(t, w.client.DeleteSubscribeTemplate(ctx, w.token, "")), 200014)

	must(t, w.Subscribe(appid, openid, id))
	send := func(state string) int {
		_, err := w.client.SendSubscribe(ctx, w.token, wechat.SubscribeMessage{ToUser: openid, TemplateID: id,
			Data: map[string]wechat.Value{"thing1": {Value: "请留意"}, "enum_string2": {Value: state}}})
		return errcode(t, err)
	}
	w.expect("a value that is no choice", send("飞行中"), 47003)
	w.expect("a choice", send("已签收"), 0)
}

func TestLimitsOfSubscribeTemplates(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(_ *simulator.Options, app *simulator.App) { app.ListQuota = 2 })
	for i := range 23 { // two are there
		must(t, w.AddTemplateWithID(appid, simulator.Template{TemplateID: fmt.Sprint("T", i), Title: "满", Kind: simulator.KindSubscribeOnce}))
	}
	_, err := w.client.AddSubscribeTemplate(t.Context(), w.token, "9101", []int{1, 2}, "")
	w.expect("one too many", errcode(t, err), 200012)
	_, err = w.client.AddTemplate(t.Context(), w.token, "AT9001", []int{1})
	w.expect("a legacy one", errcode(t, err), 0)
	for _, want := range []int{0, 0, 45009} {
		_, err := w.client.SubscribeTemplates(t.Context(), w.token)
		w.expect("list", errcode(t, err), want)
	}
	must(t, w.AddApp(simulator.App{Appid: appid, Secret: secret, Refusal: 200011, Banned: []string{noticeT}}))
	_, err = w.client.Categories(t.Context(), w.token)
	w.expect("a banned account", errcode(t, err), 200011)
	must(t, w.Subscribe(appid, openid, noticeT))
	w.expect("a banned template", w.notify(noticeT, "好"), 43107)
}

func TestQuotaOfSends(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	must(t, w.Subscribe(appid, openid, noticeT))
	w.expect("send", w.notify(noticeT, "好"), 0)
	got, err := w.client.Quota(context.Background(), w.token, wechat.CallSendSubscribe)
	must(t, err)
	if want := (wechat.Quota{Limit: 10_000_000, Used: 1, Remain: 9_999_999}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	_, err = w.client.Quota(t.Context(), w.token, wechat.CallAddTemplate)
	w.expect("another call", errcode(t, err), 76021)
}
