package handlers_test

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"xinshi/handlers"
	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/wechat/pay"
	"xinshi/models/wechat/simulator"
)

const ordersPath = "/api/v1/orders"

func TestPlaceOrder(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		s := newShop(t, db)
		backend := s.backend(t, s.app)
		got, answer := backend.call(t, http.MethodPost, ordersPath, orderBody)
		got.want(t, http.StatusOK)
		prepay, _ := answer["prepay_id"].(string)
		payment, _ := answer["payment"].(map[string]any)
		if answer["state"] != "placed" || answer["order_no"] != "T202611230001" || answer["paid_at"] != nil || payment["package"] != "prepay_id="+prepay || payment["signType"] != "RSA" || len(payment) != 5 {
			t.Fatalf("answer %s", got.body)
		}
		private, err := pay.ParsePrivateKey(s.merchant.PrivateKey)
		noError(t, err)
		signature, err := base64.StdEncoding.DecodeString(fmt.Sprint(payment["paySign"]))
		noError(t, err)
		sum := sha256.Sum256([]byte(fmt.Sprintf("%s\n%s\n%s\nprepay_id=%s\n", s.app.Appid, payment["timeStamp"], payment["nonceStr"], prepay)))
		if err := rsa.VerifyPKCS1v15(&private.PublicKey, crypto.SHA256, sum[:], signature); err != nil {
			t.Error("wx.requestPayment would refuse the signature")
		}
		trade, err := s.sim.Trade("T202611230001")
		noError(t, err)
		if !strings.HasSuffix(trade.NotifyURL, "/pay/"+s.app.Appid+"/notify") || trade.Description != "海南金煌芒 5 斤装" || trade.Amount != 5900 || trade.Openid != buyer {
			t.Errorf("WeChat Pay has %+v", trade)
		}
		code := db.CodeNamed(t, s.app, prepay)[0]
		if code.OrderNo != "T202611230001" || code.Scene != "下单" || code.UsableAt != models.Never {
			t.Errorf("stored %+v", code)
		}

		// Again, also with blanks around: the same order, without another call.
		s.sim.SetFaults(simulator.Faults{Calls: "/v3/", HTTP500: simulator.Fault{Chance: 1}})
		again, answer := backend.call(t, http.MethodPost, ordersPath, strings.Replace(orderBody, `"T2026`, `" T2026`, 1))
		if again.want(t, http.StatusOK); answer["prepay_id"] != prepay {
			t.Errorf("again: %s", again.body)
		}
		shown, answer := backend.call(t, http.MethodGet, ordersPath+"/T202611230001", "")
		if shown.want(t, http.StatusOK); answer["state"] != "placed" || answer["placed_at"] != "2026-11-23T02:00:00Z" || answer["payment"] != nil {
			t.Errorf("shown: %s", shown.body)
		}
		own := strings.Replace(orderBody, `"scene":"下单"`, `"notify_url":"https://shop.example.com/notify"`, 1)
		s.sim.SetFaults(simulator.Faults{})
		got, _ = backend.call(t, http.MethodPost, ordersPath, strings.Replace(own, "0001\"", "0002\"", 1))
		got.want(t, http.StatusOK)
		if trade, err := s.sim.Trade("T202611230002"); err != nil || trade.NotifyURL != "https://shop.example.com/notify" {
			t.Errorf("with an address of the shop: %+v, %v", trade, err)
		}
	})
}

func TestOrderIsRefused(t *testing.T) {
	t.Parallel()
	db := modelstest.SQLite(t)
	s := newShop(t, db)
	backend := s.backend(t, s.app)
	s.order(t, false)
	change := func(from, to string) string { return strings.Replace(orderBody, from, to, 1) }
	for _, test := range []struct {
		name, body  string
		status      int
		code, field string
	}{
		{"another order under the same number", change("5900", "1"), 409, "order_differs", ""},
		{"an amount in yuan", change("5900", "59.00"), 422, "invalid", "amount"},
		{"an amount as text", change("5900", `"5900"`), 422, "invalid", "amount"},
		{"no amount", change("5900", "0"), 422, "invalid", "amount"},
		{"no openid", change(buyer, ""), 422, "invalid", "openid"},
		{"a short number", change("T202611230001", "T1"), 422, "invalid", "order_no"},
		{"no description", change("海南金煌芒 5 斤装", ""), 422, "invalid", "description"},
		{"a bad address", change(`"scene":"下单"`, `"notify_url":"notify"`), 422, "invalid", "notify_url"},
		{"a field we do not know", change("scene", "attach"), 422, "invalid", "attach"},
		{"a person WeChat Pay does not know", strings.Replace(change("T202611230001", "T202611230003"), buyer, "oNobody", 1), 422, "order_refused", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, answer := backend.call(t, http.MethodPost, ordersPath, test.body)
			got.want(t, test.status)
			refusal := answer["error"].(map[string]any)
			if refusal["code"] != test.code || refusal["message"] == "" || test.field != "" && !strings.Contains(got.body, `"field":"`+test.field+`"`) {
				t.Errorf("answer %s", got.body)
			}
			if test.code == "order_refused" && !strings.Contains(got.body, "PARAM_ERROR 无效的 openid") {
				t.Errorf("WeChat Pay's own words are missing: %s", got.body)
			}
		})
	}
	noError(t, s.sim.Pay("T202611230001"))
	_, err := s.sim.Notify(t.Context(), "T202611230001", simulator.V3, 1)
	noError(t, err)
	got, _ := backend.call(t, http.MethodPost, ordersPath, orderBody)
	if got.want(t, http.StatusConflict); !strings.Contains(got.body, `"order_paid"`) {
		t.Errorf("a paid order: %s", got.body)
	}
	// Paid, but we have not heard of it: then WeChat Pay says so.
	noError(t, db.Exec("UPDATE orders SET paid_at = 0, placed_at = 1"))
	got, _ = backend.call(t, http.MethodPost, ordersPath, orderBody)
	if got.want(t, http.StatusConflict); !strings.Contains(got.body, `"order_paid"`) {
		t.Errorf("a paid order: %s", got.body)
	}
	stranger := s.backend(t, db.App(t))
	got, _ = stranger.call(t, http.MethodGet, ordersPath+"/T202611230001", "")
	got.want(t, http.StatusNotFound)
	got, _ = stranger.call(t, http.MethodPost, ordersPath, orderBody)
	if got.want(t, http.StatusConflict); !strings.Contains(got.body, `"payment_not_set"`) {
		t.Errorf("without a merchant: %s", got.body)
	}
	db.Codes(t, s.app, models.CodeInput{Openid: buyer, Kind: models.CodePrepay, Code: "wx9", OrderNo: "T-REPORTED"})
	got, _ = backend.call(t, http.MethodGet, ordersPath+"/T-REPORTED", "")
	got.want(t, http.StatusNotFound)
}

func TestOrderWithoutAnAnswer(t *testing.T) {
	t.Parallel()
	db := modelstest.SQLite(t)
	s := newShop(t, db)
	backend := s.backend(t, s.app)
	one := simulator.Fault{Next: 1}
	for _, test := range []struct {
		name   string
		faults simulator.Faults
		code   string
	}{
		{"busy", simulator.Faults{Busy: one}, "platform_busy"},
		{"cut before", simulator.Faults{CutBefore: one}, "payment_no_answer"},
		{"cut after", simulator.Faults{CutAfter: one}, "payment_no_answer"},
	} {
		test.faults.Calls = "/v3/"
		s.sim.SetFaults(test.faults)
		got, answer := backend.call(t, http.MethodPost, ordersPath, orderBody)
		if got.want(t, http.StatusServiceUnavailable); answer["error"].(map[string]any)["code"] != test.code || got.header.Get("Retry-After") != "2" {
			t.Errorf("%s: %s, Retry-After %q", test.name, got.body, got.header.Get("Retry-After"))
		}
	}
	// Placed at WeChat Pay, and our store failed: the repeat finds the same order.
	noError(t, db.Exec("ALTER TABLE send_codes RENAME TO gone"))
	got, _ := backend.call(t, http.MethodPost, ordersPath, orderBody)
	got.want(t, http.StatusInternalServerError)
	noError(t, db.Exec("ALTER TABLE gone RENAME TO send_codes"))
	s.order(t, true)
	_, err := s.sim.Notify(t.Context(), "T202611230001", simulator.V2, 1)
	noError(t, err)
	if code := s.code(t); code.PaidAt == 0 {
		t.Errorf("after all that the code is %+v", code)
	}
	if strings.Contains(s.log.String(), s.merchant.APIv3Key) || strings.Contains(s.log.String(), "PRIVATE KEY") {
		t.Error("a key is logged")
	}
}

func TestOrderNeedsAnAddress(t *testing.T) {
	t.Parallel()
	db := modelstest.SQLite(t)
	s := newShop(t, db)
	key := s.backend(t, s.app).key
	hidden := newSite(t, db, func(c *handlers.Config) { c.Now = db.Clock.Now })
	got, _ := (&backend{site: hidden, key: key, header: http.Header{}}).call(t, http.MethodPost, ordersPath, orderBody)
	if got.want(t, http.StatusConflict); !strings.Contains(got.body, `"no_public_url"`) {
		t.Errorf("answer %s", got.body)
	}
}

// After its two hours an order is placed anew, and what the old id was worth goes to the new one.
func TestOrderIsPlacedAnewAfterItsTime(t *testing.T) {
	t.Parallel()
	db := modelstest.SQLite(t)
	s := newShop(t, db)
	s.order(t, false)
	db.Clock.Advance(2 * time.Hour)
	got, answer := s.backend(t, s.app).call(t, http.MethodPost, ordersPath, orderBody)
	if got.want(t, http.StatusOK); answer["placed_at"] != "2026-11-23T04:00:00Z" {
		t.Errorf("answer %s", got.body)
	}
}
