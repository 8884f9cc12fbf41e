package simulator_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"xinshi/models/wechat"
	"xinshi/models/wechat/simulator"
)

const (
	appid   = "wx0123456789abcdef"
	secret  = "0123456789abcdef0123456789abcdef"
	openid  = "oTestUser00000000000000000A1"
	orderT  = "ShopOrderPaid_0123456789-ABCDEFGHIJKLMNOPQR"
	noticeT = "SubNotice_0123456789-abcdefghijklmnopqrstuv"
	longT   = "SubLong___0123456789-abcdefghijklmnopqrstuv"
)

var classic = wechat.Account{Appid: appid, Secret: secret, Mode: wechat.Classic}
var stable = wechat.Account{Appid: appid, Secret: secret, Mode: wechat.Stable}

// world is a simulator with one app, one user and three templates, behind a real server, and a client of it.
type world struct {
	t *testing.T
	*simulator.Simulator
	url    string
	client *wechat.Client
	token  string
}

// start is a Wednesday noon in UTC+8, far from any midnight.
var start = time.Date(2020, 1, 8, 4, 0, 0, 0, time.UTC)

func newWorld(t *testing.T, change ...func(*simulator.Options, *simulator.App)) *world {
	t.Helper()
	opts := simulator.Options{Now: func() time.Time { return start }, Seed: 1}
	app := simulator.App{Appid: appid, Secret: secret, Name: "鲜果到家"}
	for _, f := range change {
		f(&opts, &app)
	}
	w := serve(t, opts)
	must(t, w.AddApp(app))
	must(t, w.AddUser(appid, openid))
	must(t, w.AddTemplateWithID(appid, simulator.Template{TemplateID: orderT, Title: "订单发货通知", Kind: simulator.KindTemplate,
		Keywords: []simulator.Keyword{{Key: "keyword1", Name: "订单编号", Example: "T1001"}}}))
	must(t, w.AddTemplateWithID(appid, simulator.Template{TemplateID: noticeT, Title: "发货提醒", Kind: simulator.KindSubscribeOnce,
		Keywords: []simulator.Keyword{{Key: "thing4", Name: "备注"}}}))
	must(t, w.AddTemplateWithID(appid, simulator.Template{TemplateID: longT, Title: "就诊提醒", Kind: simulator.KindSubscribeLong,
		Keywords: []simulator.Keyword{{Key: "thing4", Name: "备注"}}}))
	w.token = w.fetch(classic)
	return w
}

// serve puts a simulator behind a real server.
func serve(t *testing.T, opts simulator.Options) *world {
	t.Helper()
	sim, err := simulator.New(opts)
	must(t, err)
	srv := httptest.NewServer(sim)
	t.Cleanup(func() {
		srv.CloseClientConnections()
		srv.Close()
	})
	return &world{t: t, Simulator: sim, url: srv.URL, client: wechat.New(srv.URL, srv.Client(), sim.Now)}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) fetch(a wechat.Account) string {
	w.t.Helper()
	token, err := w.client.Token(w.t.Context(), a)
	must(w.t, err)
	return token.Value
}

// form is a fresh form id of the user.
func (w *world) form() string {
	w.t.Helper()
	id, err := w.SubmitForm(appid, openid)
	must(w.t, err)
	return id
}

// send posts a template message with the code, changed at will, and returns the errcode, or -2 without an answer.
func (w *world) send(code string, change ...func(*wechat.TemplateMessage)) int {
	w.t.Helper()
	m := wechat.TemplateMessage{ToUser: openid, TemplateID: orderT, FormID: code, Page: "pages/order/detail?id=1",
		Data: map[string]wechat.Value{"keyword1": {Value: "T1001", Color: "#173177"}}}
	for _, f := range change {
		f(&m)
	}
	_, err := w.client.SendTemplate(w.t.Context(), w.token, m)
	return errcode(w.t, err)
}

// notify posts a subscribe message.
func (w *world) notify(templateID, text string) int {
	w.t.Helper()
	_, err := w.client.SendSubscribe(w.t.Context(), w.token, wechat.SubscribeMessage{ToUser: openid, TemplateID: templateID,
		Data: map[string]wechat.Value{"thing4": {Value: text}}})
	return errcode(w.t, err)
}

const noAnswer = -2

func errcode(t *testing.T, err error) int {
	t.Helper()
	var refused *wechat.APIError
	var silent *wechat.TransportError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &refused):
		return refused.Errcode
	case errors.As(err, &silent):
		return noAnswer
	}
	t.Fatalf("an error of no known kind: %v", err)
	return 0
}

func (w *world) expect(what string, got, want int) {
	w.t.Helper()
	if got != want {
		w.t.Fatalf("%s: got errcode %d, want %d", what, got, want)
	}
}

// post sends a raw body and decodes the reply.
func (w *world) post(path, body string) map[string]any {
	w.t.Helper()
	resp, err := http.Post(w.url+path, "application/json", bytes.NewBufferString(body))
	must(w.t, err)
	defer resp.Body.Close()
	return decodeReply(w.t, resp.Body)
}

func decodeReply(t *testing.T, r io.Reader) map[string]any {
	t.Helper()
	var out map[string]any
	must(t, json.NewDecoder(r).Decode(&out))
	return out
}
