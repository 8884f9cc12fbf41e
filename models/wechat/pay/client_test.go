package pay_test

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"xinshi/models/wechat/pay"
	"xinshi/models/wechat/simulator"
)

const (
	appid  = "wx0123456789abcdef"
	openid = "oTestUser00000000000000000A1"
)

// keys of the one merchant, made once: that takes a while.
var keys = sync.OnceValue(func() simulator.Merchant {
	sim, err := simulator.New(simulator.Options{})
	if err != nil {
		panic(err)
	}
	m, err := sim.AddMerchant(simulator.Merchant{Mchid: "1230000109", Appids: []string{appid}})
	if err != nil {
		panic(err)
	}
	return m
})

// shop is a merchant at a simulated WeChat Pay.
type shop struct {
	*simulator.Simulator
	url      string
	client   *pay.Client
	merchant pay.Merchant
}

func newShop(t *testing.T) shop {
	t.Helper()
	sim, err := simulator.New(simulator.Options{PaymentLag: -1})
	must(t, err)
	server := httptest.NewServer(sim)
	t.Cleanup(server.Close)
	must(t, sim.AddApp(simulator.App{Appid: appid, Secret: "s"}))
	must(t, sim.AddUser(appid, openid))
	known, err := sim.AddMerchant(keys())
	must(t, err)
	client, err := pay.New(server.URL, server.Client(), time.Now)
	must(t, err)
	private, err := pay.ParsePrivateKey(known.PrivateKey)
	must(t, err)
	platform, err := pay.ParsePlatformKeys(known.PlatformKey, known.PlatformKeyID)
	must(t, err)
	return shop{sim, server.URL, client, pay.Merchant{
		Mchid: known.Mchid, Serial: known.Serial, PrivateKey: private, APIv3Key: known.APIv3Key, APIv2Key: known.APIv2Key, Platform: platform,
	}}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func order(change ...func(*pay.Order)) pay.Order {
	o := pay.Order{Appid: appid, Openid: openid, OrderNo: "T202001080001", Description: "测试商品 <1> & 2", Amount: 5900, NotifyURL: "https://shop.example.com/pay/notify"}
	for _, f := range change {
		f(&o)
	}
	return o
}

func TestPlaceIsRepeatable(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	first, err := s.client.Place(t.Context(), s.merchant, order())
	must(t, err)
	again, err := s.client.Place(t.Context(), s.merchant, order())
	if err != nil || again != first || !strings.HasPrefix(first, "wx") {
		t.Errorf("the same order gives %q, then %q, %v", first, again, err)
	}
	trade, err := s.Trade("T202001080001")
	if err != nil || trade.Description != order().Description || trade.Amount != 5900 || trade.NotifyURL != order().NotifyURL || trade.Openid != openid {
		t.Errorf("placed %+v, %v", trade, err)
	}
}

func TestPlaceIsRefused(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	_, err := s.client.Place(t.Context(), s.merchant, order())
	must(t, err)
	must(t, s.AddApp(simulator.App{Appid: "wxother", Secret: "s"}))
	_, err = s.client.Place(t.Context(), s.merchant, order(func(o *pay.Order) { o.OrderNo = "T-PAID" }))
	must(t, err)
	must(t, s.Pay("T-PAID"))
	wrongSerial, stranger := s.merchant, s.merchant
	wrongSerial.Serial = "ABCDEF"
	stranger.Mchid = "999999"
	for _, test := range []struct {
		name string
		m    pay.Merchant
		o    pay.Order
		code string
		kind pay.Kind
	}{
		{"another order under the same number", s.merchant, order(func(o *pay.Order) { o.Amount = 1 }), "OUT_TRADE_NO_USED", pay.KindUsed},
		{"paid before", s.merchant, order(func(o *pay.Order) { o.OrderNo = "T-PAID" }), "ORDERPAID", pay.KindPaid},
		{"nobody of this app", s.merchant, order(func(o *pay.Order) { o.Openid = "oNobody"; o.OrderNo = "T-NEW-1" }), "PARAM_ERROR", pay.KindInput},
		{"an app of somebody else", s.merchant, order(func(o *pay.Order) { o.Appid = "wxother"; o.OrderNo = "T-NEW-2" }), "APPID_MCHID_NOT_MATCH", pay.KindConfig},
		{"an address for notifications with a query", s.merchant, order(func(o *pay.Order) { o.NotifyURL += "?x=1"; o.OrderNo = "T-NEW-3" }), "PARAM_ERROR", pay.KindInput},
		{"another serial", wrongSerial, order(), "SIGN_ERROR", pay.KindConfig},
		{"another merchant", stranger, order(), "SIGN_ERROR", pay.KindConfig},
	} {
		_, err := s.client.Place(t.Context(), test.m, test.o)
		var refused *pay.Refusal
		if !errors.As(err, &refused) || refused.Code != test.code || refused.Kind() != test.kind || refused.Message == "" {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

func TestKindOfUnknownRefusals(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]pay.Kind{400: pay.KindConfig, 403: pay.KindConfig, 429: pay.KindBusy, 500: pay.KindBusy, 503: pay.KindBusy} {
		if got := (&pay.Refusal{Status: status, Code: "SOMETHING_NEW"}).Kind(); got != want {
			t.Errorf("HTTP %d is %s, want %s", status, got, want)
		}
	}
}

func TestPlaceWithoutAnAnswer(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	one := simulator.Fault{Next: 1}
	for name, faults := range map[string]simulator.Faults{"cut before": {CutBefore: one}, "cut after": {CutAfter: one}, "a proxy's error": {HTTP500: one}} {
		faults.Calls = "/v3/"
		s.SetFaults(faults)
		if _, err := s.client.Place(t.Context(), s.merchant, order()); !errors.Is(err, pay.ErrNoAnswer) || strings.Contains(err.Error(), s.url) {
			t.Errorf("%s: %v", name, err)
		}
	}
	s.SetFaults(simulator.Faults{Calls: "/v3/", Busy: one})
	var refused *pay.Refusal
	if _, err := s.client.Place(t.Context(), s.merchant, order()); !errors.As(err, &refused) || refused.Kind() != pay.KindBusy {
		t.Errorf("busy: %v", err)
	}
	if _, err := s.client.Place(t.Context(), s.merchant, order()); err != nil {
		t.Errorf("after all that: %v", err)
	}
}

// An answer that WeChat Pay has not signed is no answer, whatever it says.
func TestPlaceBelievesWeChatPayAlone(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	forger := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Wechatpay-Serial", keys().PlatformKeyID)
		_, _ = w.Write([]byte(`{"prepay_id":"wxforged"}`))
	}
	for name, answer := range map[string]http.HandlerFunc{
		"unsigned": forger,
		"redirected": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, s.url+"/v3/pay/transactions/jsapi", http.StatusTemporaryRedirect)
		},
		"endless": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 1<<20)) },
	} {
		server := httptest.NewServer(answer)
		client, err := pay.New(server.URL, server.Client(), time.Now)
		must(t, err)
		id, err := client.Place(t.Context(), s.merchant, order())
		if !errors.Is(err, pay.ErrNoAnswer) || id != "" {
			t.Errorf("%s: %q, %v", name, id, err)
		}
		server.Close()
	}
}

func TestPlaceNeedsAWholeMerchant(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	for name, change := range map[string]func(*pay.Merchant){
		"no merchant id": func(m *pay.Merchant) { m.Mchid = "" }, "no serial": func(m *pay.Merchant) { m.Serial = "" },
		"no private key": func(m *pay.Merchant) { m.PrivateKey = nil }, "no platform key": func(m *pay.Merchant) { m.Platform = pay.PlatformKeys{} },
	} {
		m := s.merchant
		change(&m)
		if _, err := s.client.Place(t.Context(), m, order()); !errors.Is(err, pay.ErrNotConfigured) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := pay.New("api.mch.weixin.qq.com", http.DefaultClient, time.Now); err == nil {
		t.Error("an address without a scheme is taken")
	}
}

func TestParams(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	p, err := s.client.Params(t.Context(), s.merchant, appid, "wx123")
	must(t, err)
	if p.Package != "prepay_id=wx123" || p.SignType != "RSA" || len(p.NonceStr) != 32 || p.TimeStamp == "" {
		t.Errorf("%+v", p)
	}
	signature, err := base64.StdEncoding.DecodeString(p.PaySign)
	must(t, err)
	sum := sha256.Sum256([]byte(appid + "\n" + p.TimeStamp + "\n" + p.NonceStr + "\nprepay_id=wx123\n"))
	if err := rsa.VerifyPKCS1v15(&s.merchant.PrivateKey.PublicKey, crypto.SHA256, sum[:], signature); err != nil {
		t.Error(err)
	}
}

// The simulator and this package were written apart: each checks the other.
func TestNotificationsOfTheSimulator(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	_, err := s.client.Place(t.Context(), s.merchant, order())
	must(t, err)
	unpaid, err := s.Trade("T202001080001")
	must(t, err)
	must(t, s.Pay("T202001080001"))
	paid, err := s.Trade("T202001080001")
	must(t, err)
	for _, trade := range []simulator.Trade{unpaid, paid} {
		for _, version := range []simulator.Version{simulator.V2, simulator.V3} {
			header, body, err := s.Notification(trade, version)
			must(t, err)
			var got pay.Notification
			if version == simulator.V2 {
				got, err = pay.VerifyV2(body, s.merchant)
			} else {
				got, err = pay.VerifyV3(t.Context(), header, body, s.merchant, time.Now())
			}
			must(t, err)
			if got.Paid() == trade.PaidAt.IsZero() || got.OrderNo != trade.OrderNo || got.Openid != openid || got.Appid != appid || got.Mchid != trade.Mchid {
				t.Errorf("%s: %+v", version, got)
			}
			if got.Paid() && (got.Amount != 5900 || got.TransactionID != trade.TransactionID || got.PaidAt.Unix() != trade.PaidAt.Unix()) {
				t.Errorf("%s: %+v", version, got)
			}
		}
	}
}
