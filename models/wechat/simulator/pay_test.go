package simulator_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"xinshi/models/wechat/pay"
	"xinshi/models/wechat/simulator"
)

// till is what a shop places orders with.
func (w *world) till(m simulator.Merchant) (*pay.Client, pay.Merchant) {
	w.t.Helper()
	client, err := pay.New(w.url, http.DefaultClient, time.Now)
	must(w.t, err)
	private, err := pay.ParsePrivateKey(m.PrivateKey)
	must(w.t, err)
	platform, err := pay.ParsePlatformKeys(m.PlatformKey, m.PlatformKeyID)
	must(w.t, err)
	return client, pay.Merchant{Mchid: m.Mchid, Serial: m.Serial, PrivateKey: private, APIv3Key: m.APIv3Key, APIv2Key: m.APIv2Key, Platform: platform}
}

// An order placed by the protocol becomes a code that can be spent once it is paid, and the merchant hears of it.
func TestOrderByTheProtocol(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var heard []string
	shop := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		must(t, err)
		heard = append(heard, r.Header.Get("Content-Type")+" "+string(body[:1]))
	}))
	t.Cleanup(shop.Close)
	var merchant simulator.Merchant
	reply, err := json.Marshal(w.post("/_sim/merchants", `{"mchid":"1230000109","appids":["`+appid+`"]}`))
	must(t, err)
	must(t, json.Unmarshal(reply, &merchant))
	client, m := w.till(merchant)
	order := pay.Order{Appid: appid, Openid: openid, OrderNo: "T202001080001", Description: "测试商品", Amount: 5900, NotifyURL: shop.URL + "/notify"}
	prepay, err := client.Place(t.Context(), m, order)
	must(t, err)

	w.expect("unpaid", w.send(prepay), 41028)
	if _, err := w.Notify(t.Context(), order.OrderNo, simulator.V3, 1); err == nil {
		t.Error("the merchant hears of an order that nobody has paid")
	}
	must(t, w.Pay(order.OrderNo))
	w.Advance(10 * time.Second)
	w.expect("paid", w.send(prepay), 0)

	w.post("/_sim/orders/"+order.OrderNo+"/notify", `{"version":"v2","times":2}`)
	answers, err := w.Notify(t.Context(), order.OrderNo, simulator.V3, 1)
	if err != nil || len(answers) != 1 || answers[0].Status != http.StatusOK {
		t.Errorf("answers %+v, %v", answers, err)
	}
	if got := strings.Join(heard, ", "); got != "text/xml <, text/xml <, application/json {" {
		t.Errorf("the merchant heard %s", got)
	}
}

func TestMerchantsOutliveARestart(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal")
	w := newWorld(t, func(o *simulator.Options, _ *simulator.App) { o.Journal = path })
	before, err := w.AddMerchant(simulator.Merchant{Mchid: "1230000109", Appids: []string{appid}})
	must(t, err)
	client, m := w.till(before)
	order := pay.Order{Appid: appid, Openid: openid, OrderNo: "T202001080001", Description: "测试商品", Amount: 5900, NotifyURL: "https://shop.example.com/notify"}
	first, err := client.Place(t.Context(), m, order)
	must(t, err)
	must(t, w.Pay(order.OrderNo))
	must(t, w.Close())

	again := serve(t, simulator.Options{Now: func() time.Time { return start }, Journal: path})
	trade, err := again.Trade(order.OrderNo)
	if err != nil || !trade.PaidAt.Equal(start) || trade.Amount != 5900 {
		t.Errorf("after a restart the trade is %+v, %v", trade, err)
	}
	client, m = again.till(before)
	order.OrderNo = "T202001080002"
	second, err := client.Place(t.Context(), m, order)
	if err != nil || second == first {
		t.Errorf("after a restart the merchant's next order is %q, %v", second, err)
	}
}
