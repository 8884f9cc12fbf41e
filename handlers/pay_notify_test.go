package handlers_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/wechat/simulator"
)

const orderBody = `{"order_no":"T202611230001","openid":"` + buyer + `","amount":5900,"description":"海南金煌芒 5 斤装","scene":"下单"}`

// order places an order by the API and lets the buyer pay it.
func (s *shop) order(t *testing.T, pays bool) simulator.Trade {
	t.Helper()
	got, _ := s.backend(t, s.app).call(t, http.MethodPost, "/api/v1/orders", orderBody)
	got.want(t, http.StatusOK)
	if pays {
		noError(t, s.sim.Pay("T202611230001"))
	}
	trade, err := s.sim.Trade("T202611230001")
	noError(t, err)
	return trade
}

// code is the send code of the order.
func (s *shop) code(t *testing.T) models.SendCode {
	t.Helper()
	row := s.Raw(t, "SELECT code FROM send_codes WHERE order_no = 'T202611230001'")
	if len(row) != 1 {
		t.Fatalf("%d codes of the order", len(row))
	}
	return s.CodeNamed(t, s.app, row[0][0])[0]
}

// The whole way of an order: placed, paid, told of several times over real
// connections, and after the settling delay its code can be used.
func TestOrderIsPlacedPaidAndUsable(t *testing.T) {
	t.Parallel()
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		for _, version := range []simulator.Version{simulator.V2, simulator.V3} {
			t.Run(string(version), func(t *testing.T) {
				s := newShop(t, db)
				if version == simulator.V3 { // the number is taken: the simulators differ, the database is one
					noError(t, db.Exec("DELETE FROM orders"))
					noError(t, db.Exec("DELETE FROM send_codes"))
				}
				s.order(t, false)
				if code := s.code(t); code.UsableAt != models.Never || code.Source != models.SourceOrder {
					t.Fatalf("before payment: %+v", code)
				}
				noError(t, s.sim.Pay("T202611230001"))
				answers, err := s.sim.Notify(t.Context(), "T202611230001", version, 2)
				noError(t, err)
				want := `{"code":"SUCCESS","message":"OK"}`
				if version == simulator.V2 {
					want = `<xml><return_code><![CDATA[SUCCESS]]></return_code><return_msg><![CDATA[OK]]></return_msg></xml>`
				}
				for _, answer := range answers {
					if answer.Status != http.StatusOK || strings.TrimSpace(answer.Body) != want {
						t.Errorf("answer %+v", answer)
					}
				}
				code := s.code(t)
				if code.PaidAt != db.Now() || code.Usable(db.Now()) || !code.Usable(db.Now().Add(s.app.PaymentDelay())) {
					t.Errorf("after payment: %+v", code)
				}
				_, answer := s.backend(t, s.app).call(t, http.MethodGet, "/api/v1/orders/T202611230001", "")
				if answer["state"] != "paid" || answer["paid_at"] != "2026-11-23T02:00:00Z" || answer["transaction_id"] == "" || answer["amount"] != 5900.0 {
					t.Errorf("the order is told as %v", answer)
				}
			})
		}
	})
}

// notice posts a notification as it is.
func (s *shop) notice(t *testing.T, header http.Header, body string, from ...string) reply {
	t.Helper()
	r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/pay/"+s.app.Appid+"/notify", strings.NewReader(body))
	r.Header = header
	if len(from) > 0 {
		r.RemoteAddr = from[0] + ":1234"
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return reply{status: w.Code, header: w.Header(), body: w.Body.String()}
}

func TestForgedNotificationsChangeNothing(t *testing.T) {
	t.Parallel()
	db := modelstest.SQLite(t)
	s := newShop(t, db)
	trade := s.order(t, true)
	signed := func(version simulator.Version, change ...func(*simulator.Trade)) (http.Header, string) {
		said := trade
		for _, f := range change {
			f(&said)
		}
		header, body, err := s.sim.Notification(said, version)
		noError(t, err)
		return header, string(body)
	}
	v2Header, v2 := signed(simulator.V2)
	v3Header, v3 := signed(simulator.V3)
	old, _ := signed(simulator.V3)
	old.Set("Wechatpay-Timestamp", strconv.FormatInt(db.Clock.Now().Add(-time.Hour).Unix(), 10))
	bomb := `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>`
	unsigned := v3Header.Clone()
	unsigned.Del("Wechatpay-Signature")
	for _, test := range []struct {
		name   string
		header http.Header
		body   string
		status int
		reason models.Reason
	}{
		{"v2, another amount", v2Header, strings.Replace(v2, "5900", "1", 1), 401, models.ReasonBadSignature},
		{"v2, cut off", v2Header, v2[:len(v2)/2], 400, models.ReasonMalformed},
		{"v2, an entity bomb", v2Header, bomb + strings.Replace(v2, "<![CDATA[OTHERS]]>", "&b;", 1), 400, models.ReasonMalformed},
		{"v2, an external entity", v2Header, `<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + strings.Replace(v2, "OTHERS", "&x;", 1), 400, models.ReasonMalformed},
		{"v3, another body", v3Header, strings.Replace(v3, "支付成功", "支付失败", 1), 401, models.ReasonBadSignature},
		{"v3, cut off", v3Header, v3[:len(v3)/2], 401, models.ReasonBadSignature},
		{"v3, without a signature", unsigned, v3, 401, models.ReasonBadSignature},
		{"v3, an hour old", old, v3, 401, models.ReasonStale},
		{"nothing", v3Header, "", 401, models.ReasonBadSignature},
		{"far too long", v2Header, "<xml>" + strings.Repeat("x", 70<<10), 400, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			count := func() int64 {
				return db.Number(t, "SELECT COALESCE(SUM(n), 0) FROM refusal_counts WHERE source = 'payment' AND reason = ?", test.reason)
			}
			before := count()
			got := s.notice(t, test.header, test.body).want(t, test.status)
			if strings.HasPrefix(test.body, "<") != strings.Contains(got.body, "<return_code><![CDATA[FAIL]]>") || !strings.Contains(got.body, "FAIL") {
				t.Errorf("answer %s", got.body)
			}
			if after := count(); test.reason != "" && after != before+1 {
				t.Errorf("counted %d times", after-before)
			}
		})
	}
	if code := s.code(t); code.PaidAt != 0 {
		t.Errorf("a forgery counts: %+v", code)
	}
}

// Genuine, but nothing that makes this order paid: answered with success, since a
// repeat would change nothing, and counted.
func TestGenuineNotificationsThatDoNotFit(t *testing.T) {
	t.Parallel()
	db := modelstest.SQLite(t)
	s := newShop(t, db)
	trade := s.order(t, true)
	for _, test := range []struct {
		name   string
		edit   func(*simulator.Trade)
		reason models.Reason
	}{
		{"an unknown order", func(t *simulator.Trade) { t.OrderNo = "T-UNKNOWN" }, models.ReasonUnknownOrder},
		{"not paid", func(t *simulator.Trade) { t.PaidAt = time.Time{} }, models.ReasonNotPaid},
		{"another amount", func(t *simulator.Trade) { t.Amount = 1 }, models.ReasonMismatch},
		{"another payer", func(t *simulator.Trade) { t.Openid = "oOther" }, models.ReasonMismatch},
		{"another app", func(t *simulator.Trade) { t.Appid = "wxother" }, models.ReasonOtherMerchant},
	} {
		for _, version := range []simulator.Version{simulator.V2, simulator.V3} {
			said := trade
			test.edit(&said)
			header, body, err := s.sim.Notification(said, version)
			noError(t, err)
			got := s.notice(t, header, string(body)).want(t, http.StatusOK)
			if !strings.Contains(got.body, "SUCCESS") {
				t.Errorf("%s: answer %s", test.name, got.body)
			}
		}
		if n := db.Number(t, "SELECT n FROM refusal_counts WHERE source = 'payment' AND reason = ? AND n >= 2", test.reason); n < 2 {
			t.Errorf("%s is not counted as %s", test.name, test.reason)
		}
	}
	if code := s.code(t); code.PaidAt != 0 {
		t.Errorf("one of them counts: %+v", code)
	}
	// A merchant of somebody else, whose keys happen to be ours.
	noError(t, db.Exec("UPDATE intakes SET mchid = '999999'"))
	header, body, err := s.sim.Notification(trade, simulator.V2)
	noError(t, err)
	s.notice(t, header, string(body)).want(t, http.StatusOK)
	if code := s.code(t); code.PaidAt != 0 {
		t.Errorf("another merchant's counts: %+v", code)
	}
}

func TestNotificationsWithoutAMerchant(t *testing.T) {
	t.Parallel()
	db := modelstest.SQLite(t)
	s := newShop(t, db)
	trade := s.order(t, true)
	header, body, err := s.sim.Notification(trade, simulator.V3)
	noError(t, err)
	noError(t, db.RemoveMerchant(t.Context(), modelstest.Tester, s.app))
	s.notice(t, header, string(body)).want(t, http.StatusServiceUnavailable)
	s.app.Appid = "wxnobody"
	if got := s.notice(t, http.Header{}, "<xml></xml>").want(t, http.StatusNotFound); !strings.Contains(got.body, "<![CDATA[FAIL]]>") {
		t.Errorf("answer %s", got.body)
	}
}

// Whoever forges is held back, and nobody else is.
func TestForgersAreHeldBack(t *testing.T) {
	t.Parallel()
	db := modelstest.SQLite(t)
	s := newShop(t, db)
	trade := s.order(t, true)
	for i := 0; s.notice(t, http.Header{}, "<xml>", "192.0.2.66").status != http.StatusTooManyRequests; i++ {
		if i > 60 {
			t.Fatal("a forger is never held back")
		}
	}
	header, body, err := s.sim.Notification(trade, simulator.V3)
	noError(t, err)
	s.notice(t, header.Clone(), string(body), "192.0.2.66").want(t, http.StatusTooManyRequests)
	for range 100 { // genuine ones take no turn
		s.notice(t, header.Clone(), string(body), "192.0.2.10").want(t, http.StatusOK)
	}
	db.Clock.Advance(2 * time.Second)
	s.notice(t, header.Clone(), string(body), "192.0.2.66").want(t, http.StatusOK)
}
