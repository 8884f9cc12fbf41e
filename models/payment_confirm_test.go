package models_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/wechat/pay"
)

const mchid = "1230000109"

// payment is a notification of an order, as verified.
func payment(db *modelstest.DB, app models.App, orderNo string, change ...func(*pay.Notification)) pay.Notification {
	n := pay.Notification{
		Appid: app.Appid, Mchid: mchid, OrderNo: orderNo, Openid: "o1", TransactionID: "4200-" + orderNo, Amount: 5900, State: "SUCCESS", PaidAt: db.Clock.Now(),
	}
	for _, f := range change {
		f(&n)
	}
	return n
}

func confirm(t *testing.T, store *models.Store, app models.App, n pay.Notification) models.Confirmation {
	t.Helper()
	got, err := store.ConfirmPayment(t.Context(), models.Actor{Kind: models.ActorPay}, app, models.Intake{AppID: app.ID, Mchid: mchid}, n)
	ok(t, err)
	return got
}

func unpaid(openid, code, orderNo string) models.CodeInput {
	return models.CodeInput{Openid: openid, Kind: models.CodePrepay, Code: code, OrderNo: orderNo}
}

func TestConfirmPayment(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t, func(in *models.AppInput) { in.CodesPerPayment = 2 })
		db.Codes(t, app, unpaid("o1", "wx1", "A-1"))
		paidAt := db.Now()
		db.Clock.Advance(time.Minute) // the notification takes its time
		late := payment(db, app, "A-1", func(n *pay.Notification) { n.PaidAt = paidAt.Time() })
		equal(t, "first", confirm(t, db.Store, app, late), models.Confirmation{Codes: 2})
		code := db.CodeNamed(t, app, "wx1")[1]
		equal(t, "paid", code.PaidAt, paidAt)
		equal(t, "usable", code.UsableAt, paidAt.Add(app.PaymentDelay()))
		equal(t, "expires", code.ExpiresAt, paidAt.Add(models.CodeLife))

		db.Clock.Advance(time.Hour)
		equal(t, "again", confirm(t, db.Store, app, late), models.Confirmation{})
		equal(t, "another payment", confirm(t, db.Store, app, payment(db, app, "A-1", func(n *pay.Notification) { n.TransactionID = "4200-x" })), models.Confirmation{})
		equal(t, "unchanged", db.CodeNamed(t, app, "wx1")[1], code)
		order, err := db.Order(t.Context(), app.ID, "A-1")
		ok(t, err)
		equal(t, "transaction", order.TransactionID, "4200-A-1")
		equal(t, "order paid", order.PaidAt, paidAt)
		equal(t, "audited", db.Number(t, "SELECT COUNT(*) FROM audit_entries WHERE action = 'code.paid' AND actor_kind = 'pay'"), 1)
		equal(t, "refusals", db.Number(t, "SELECT COUNT(*) FROM refusal_counts"), 0)
	})
}

// A clock that runs ahead of ours must not make codes usable later than our own would.
func TestConfirmPaymentFromTheFuture(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		db.Codes(t, app, unpaid("o1", "wx1", "A-1"))
		confirm(t, db.Store, app, payment(db, app, "A-1", func(n *pay.Notification) { n.PaidAt = db.Clock.Now().AddDate(1, 0, 0) }))
		equal(t, "paid", db.CodeNamed(t, app, "wx1")[0].PaidAt, db.Now())
	})
}

func TestConfirmPaymentThatDoesNotFit(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app, other := db.App(t), db.App(t)
		db.Codes(t, app, unpaid("o1", "wx1", "A-1"))
		before := db.CodeNamed(t, app, "wx1")[0]
		for _, test := range []struct {
			name   string
			n      pay.Notification
			reason models.Reason
		}{
			{"another app", payment(db, other, "A-1"), models.ReasonOtherMerchant},
			{"another merchant", payment(db, app, "A-1", func(n *pay.Notification) { n.Mchid = "1" }), models.ReasonOtherMerchant},
			{"not paid", payment(db, app, "A-1", func(n *pay.Notification) { n.State = "CLOSED" }), models.ReasonNotPaid},
			{"no state", payment(db, app, "A-1", func(n *pay.Notification) { n.State = "" }), models.ReasonNotPaid},
			{"paid by somebody else", payment(db, app, "A-1", func(n *pay.Notification) { n.Openid = "o2" }), models.ReasonMismatch},
			{"no order", payment(db, app, ""), models.ReasonMalformed},
			{"an order that is none", payment(db, app, "A 1"), models.ReasonMalformed},
			{"an unknown order", payment(db, app, "A-2"), models.ReasonUnknownOrder},
			{"another case", payment(db, app, "a-1"), models.ReasonUnknownOrder},
		} {
			equal(t, test.name, confirm(t, db.Store, app, test.n), models.Confirmation{Refused: test.reason})
		}
		equal(t, "the code", db.CodeNamed(t, app, "wx1")[0], before)
		order, err := db.Order(t.Context(), app.ID, "A-1")
		ok(t, err)
		equal(t, "the order", order.PaidAt, 0)
		counted, err := db.Refusals(t.Context(), app.ID, db.Now())
		ok(t, err)
		n := map[models.Reason]int64{}
		for _, r := range counted {
			equal(t, "source", r.Source, models.SourcePayment)
			n[r.Reason] = r.N
		}
		if n[models.ReasonOtherMerchant] != 2 || n[models.ReasonNotPaid] != 2 || n[models.ReasonMismatch] != 1 || n[models.ReasonUnknownOrder] != 2 || n[models.ReasonMalformed] != 2 {
			t.Errorf("counted %v", n)
		}
	})
}

// The payment may be known before the code: then the code is usable at once.
func TestPaymentBeforeItsCode(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		paidAt := db.Now()
		equal(t, "unknown as yet", confirm(t, db.Store, app, payment(db, app, "A-1")).Refused, models.ReasonUnknownOrder)
		db.Clock.Advance(time.Minute)
		db.Codes(t, app, unpaid("o1", "wx1", "A-1"), unpaid("o1", "wx2", "A-2"), unpaid("o2", "wx3", "A-1"))
		code := db.CodeNamed(t, app, "wx1")[0]
		equal(t, "paid", code.PaidAt, paidAt)
		equal(t, "usable", code.UsableAt, paidAt.Add(app.PaymentDelay()))
		equal(t, "another order", db.CodeNamed(t, app, "wx2")[0].PaidAt, 0)
		equal(t, "another person's code for the same order", db.CodeNamed(t, app, "wx3")[0].PaidAt, 0)

		// What the backend says by itself counts alike for codes that come later.
		db.Codes(t, app, unpaid("o1", "wx4", "A-4"))
		_, err := db.MarkPaid(t.Context(), modelstest.Tester, app, "A-4")
		ok(t, err)
		db.Codes(t, app, unpaid("o1", "wx5", "A-4"))
		equal(t, "another code of a paid order", db.CodeNamed(t, app, "wx5")[0].PaidAt, db.Now())

		told := payment(db, app, "A-4")
		confirm(t, db.Store, app, told)
		known, err := db.Order(t.Context(), app.ID, "A-4")
		ok(t, err)
		equal(t, "transaction of an order that was marked before", known.TransactionID, told.TransactionID)

		long := payment(db, app, "A-6", func(n *pay.Notification) { n.PaidAt = db.Clock.Now().Add(-models.CodeLife) })
		confirm(t, db.Store, app, long)
		db.Codes(t, app, unpaid("o1", "wx6", "A-6"))
		if code := db.CodeNamed(t, app, "wx6")[0]; code.Usable(db.Now()) || code.Shown(db.Now()) != models.CodeExpired {
			t.Errorf("a code whose seven days are over: %+v", code)
		}
	})
}

// Code and payment arrive at the same moment, on two nodes, in two copies: the
// code is paid in the end, and once.
func TestPaymentAndCodeAtOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		db.Recipient(t, app, "o1")
		nodes := []*models.Store{db.Store, db.Second(t)}
		const orders = 60
		for i := range orders {
			no := fmt.Sprintf("A-%d", i)
			var wg sync.WaitGroup
			for _, node := range nodes {
				wg.Go(func() {
					_, err := node.ConfirmPayment(t.Context(), modelstest.Tester, app, models.Intake{Mchid: mchid}, payment(db, app, no))
					if err != nil {
						t.Error(err)
					}
				})
			}
			wg.Go(func() {
				_, err := nodes[i%2].AddCodes(t.Context(), modelstest.Tester, app, "api", []models.CodeInput{unpaid("o1", "wx-"+no, no)})
				if err != nil {
					t.Error(err)
				}
			})
			wg.Wait()
		}
		equal(t, "codes", db.Number(t, "SELECT COUNT(*) FROM send_codes"), orders)
		equal(t, "paid codes", db.Number(t, "SELECT COUNT(*) FROM send_codes WHERE paid_at > 0"), orders)
		equal(t, "orders", db.Number(t, "SELECT COUNT(*) FROM orders WHERE paid_at > 0"), orders)
	})
}
