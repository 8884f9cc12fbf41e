package models_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/wechat/pay"
)

func orderInput(change ...func(*models.OrderInput)) models.OrderInput {
	in := models.OrderInput{OrderNo: "A-10001", Openid: "o1", Amount: 5900, Description: "海南金煌芒 5 斤装", NotifyURL: "https://xinshi.example.com/pay/wx1/notify", Scene: "下单"}
	for _, f := range change {
		f(&in)
	}
	return in
}

// order is orderInput for a call that may change it.
func order(change ...func(*models.OrderInput)) *models.OrderInput {
	in := orderInput(change...)
	return &in
}

func TestKeepOrder(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		in := orderInput()
		o, err := db.OrderToPlace(ctx, app, &in)
		ok(t, err)
		equal(t, "placed before it is", o.Placed(), false)
		kept, err := db.KeepOrder(ctx, modelstest.Tester, app, in, "wx1")
		ok(t, err)
		again, err := db.OrderToPlace(ctx, app, &in)
		ok(t, err)
		if again.PrepayID != "wx1" || again.Amount != 5900 || again.ID != kept.ID {
			t.Errorf("the same order again: %+v", again)
		}
		code := db.CodeNamed(t, app, "wx1")[0]
		if code.Source != models.SourceOrder || code.OrderNo != in.OrderNo || code.Scene != "下单" || code.UsableAt != models.Never {
			t.Errorf("its code: %+v", code)
		}
		equal(t, "what does not fit the order", confirm(t, db.Store, app, payment(db, app, in.OrderNo, func(n *pay.Notification) { n.Amount = 1 })).Refused, models.ReasonMismatch)
		equal(t, "somebody else", confirm(t, db.Store, app, payment(db, app, in.OrderNo, func(n *pay.Notification) { n.Openid = "" })).Refused, models.ReasonMismatch)
		equal(t, "paid", confirm(t, db.Store, app, payment(db, app, in.OrderNo)), models.Confirmation{Codes: 1})
		_, err = db.OrderToPlace(ctx, app, &in)
		wantError(t, err, models.ErrOrderPaid)
		equal(t, "audited", db.Number(t, "SELECT COUNT(*) FROM audit_entries WHERE action = 'order.place'"), 1)
		if strings.Contains(db.Dump(t, "audit_entries"), "wx1\"") {
			t.Error("the code stands in the audit")
		}
	})
}

func TestOrderNumberOfAnotherOrder(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		_, err := db.KeepOrder(ctx, modelstest.Tester, app, orderInput(), "wx1")
		ok(t, err)
		for name, edit := range map[string]func(*models.OrderInput){
			"amount": func(in *models.OrderInput) { in.Amount++ }, "openid": func(in *models.OrderInput) { in.Openid = "o2" },
			"description": func(in *models.OrderInput) { in.Description = "别的" }, "notify_url": func(in *models.OrderInput) { in.NotifyURL += "x" },
		} {
			if _, err := db.OrderToPlace(ctx, app, order(edit)); err == nil {
				t.Errorf("another %s passes", name)
			}
			_, err := db.KeepOrder(ctx, modelstest.Tester, app, orderInput(edit), "wx2")
			wantError(t, err, models.ErrOrderDiffers)
		}
		other := db.App(t)
		o, err := db.OrderToPlace(ctx, other, order(func(in *models.OrderInput) { in.Amount = 1 }))
		ok(t, err)
		equal(t, "another App's order of that number", o.Placed(), false)
		equal(t, "codes", db.Number(t, "SELECT COUNT(*) FROM send_codes"), 1)
	})
}

// A prepay id can be paid for two hours. After that the order is placed anew,
// and the former id is worth nothing.
func TestOrderIsPlacedAnew(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		_, err := db.KeepOrder(ctx, modelstest.Tester, app, orderInput(), "wx1")
		ok(t, err)
		db.Clock.Advance(110*time.Minute - time.Millisecond)
		o, err := db.OrderToPlace(ctx, app, order())
		ok(t, err)
		equal(t, "just before", o.PrepayID, "wx1")
		db.Clock.Advance(time.Millisecond)
		o, err = db.OrderToPlace(ctx, app, order())
		ok(t, err)
		equal(t, "after", o.Placed(), false)
		_, err = db.KeepOrder(ctx, modelstest.Tester, app, orderInput(), "wx2")
		ok(t, err)
		equal(t, "former code", db.CodeNamed(t, app, "wx1")[0].State, models.CodeRevoked)
		equal(t, "paid", confirm(t, db.Store, app, payment(db, app, "A-10001")), models.Confirmation{Codes: 1})
		equal(t, "new code", db.CodeNamed(t, app, "wx2")[0].PaidAt, db.Now())

		// The platform may give the same id again; then its code stays.
		in := orderInput(func(in *models.OrderInput) { in.OrderNo = "A-10002" })
		for range 2 {
			_, err := db.KeepOrder(ctx, modelstest.Tester, app, in, "wx3")
			ok(t, err)
			db.Clock.Advance(2 * time.Hour)
		}
		equal(t, "the same code", db.CodeNamed(t, app, "wx3")[0].State, models.CodeAvailable)
	})
}

// Two calls place the same order at once: they agree on one prepay id.
func TestKeepOrderAtOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		stores := []*models.Store{db.Store, db.Second(t)}
		kept := make([]models.Order, 6)
		var wg sync.WaitGroup
		for i := range kept {
			wg.Go(func() {
				var err error
				if kept[i], err = stores[i%2].KeepOrder(t.Context(), modelstest.Tester, app, orderInput(), "wx"+string(rune('a'+i))); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		for _, o := range kept {
			equal(t, "prepay id", o.PrepayID, kept[0].PrepayID)
		}
		equal(t, "codes", db.Number(t, "SELECT COUNT(*) FROM send_codes"), 1)
	})
}

// The backend may have reported the very code before, and the payment may have
// been quicker than we.
func TestKeepOrderThatIsKnown(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		db.Codes(t, app, unpaid("o1", "wx1", "A-10001"))
		confirm(t, db.Store, app, payment(db, app, "A-10002"))
		_, err := db.KeepOrder(ctx, modelstest.Tester, app, orderInput(), "wx1")
		ok(t, err)
		_, err = db.KeepOrder(ctx, modelstest.Tester, app, orderInput(func(in *models.OrderInput) { in.OrderNo = "A-10002" }), "wx2")
		ok(t, err)
		equal(t, "paid before it was kept", db.CodeNamed(t, app, "wx2")[0].PaidAt, db.Now())
		db.Codes(t, app, models.CodeInput{Openid: "o9", Kind: models.CodePrepay, Code: "wx9"})
		if _, err := db.KeepOrder(ctx, modelstest.Tester, app, orderInput(func(in *models.OrderInput) { in.OrderNo = "A-10003" }), "wx9"); err == nil {
			t.Error("a prepay id of somebody else is kept")
		}
		o, err := db.OrderToPlace(ctx, app, order(func(in *models.OrderInput) { in.OrderNo = "A-10003" }))
		ok(t, err)
		equal(t, "kept in part", o.Placed(), false)
	})
}

func TestOrderIsJudged(t *testing.T) {
	t.Parallel()
	db := modelstest.SQLite(t)
	app := db.App(t)
	for _, test := range []struct {
		name  string
		edit  func(*models.OrderInput)
		want  string
		why   models.Reason
		limit []int
	}{
		{"no openid", func(in *models.OrderInput) { in.Openid = "" }, "openid", models.ReasonRequired, nil},
		{"no number", func(in *models.OrderInput) { in.OrderNo = "" }, "order_no", models.ReasonRequired, nil},
		{"a number too short", func(in *models.OrderInput) { in.OrderNo = "A-100" }, "order_no", models.ReasonTooShort, []int{6}},
		{"a number too long", func(in *models.OrderInput) { in.OrderNo = strings.Repeat("1", 33) }, "order_no", models.ReasonTooLong, []int{32}},
		{"a number with a slash", func(in *models.OrderInput) { in.OrderNo = "A/10001" }, "order_no", models.ReasonBadFormat, nil},
		{"no amount", func(in *models.OrderInput) { in.Amount = 0 }, "amount", models.ReasonBadAmount, nil},
		{"less than nothing", func(in *models.OrderInput) { in.Amount = -1 }, "amount", models.ReasonBadAmount, nil},
		{"too much", func(in *models.OrderInput) { in.Amount = models.MaxAmount + 1 }, "amount", models.ReasonBadAmount, nil},
		{"no description", func(in *models.OrderInput) { in.Description = " " }, "description", models.ReasonRequired, nil},
		{"a long description", func(in *models.OrderInput) { in.Description = strings.Repeat("芒", 128) }, "description", models.ReasonTooLong, []int{127}},
		{"an address that is none", func(in *models.OrderInput) { in.NotifyURL = "notify" }, "notify_url", models.ReasonBadFormat, nil},
		{"an address with a query", func(in *models.OrderInput) { in.NotifyURL += "?a=1" }, "notify_url", models.ReasonBadFormat, nil},
	} {
		_, err := db.OrderToPlace(t.Context(), app, order(test.edit))
		wantRefused(t, err, refused(test.want, test.why, test.limit...))
		_, err = db.KeepOrder(t.Context(), modelstest.Tester, app, orderInput(test.edit), "wx1")
		wantRefused(t, err, refused(test.want, test.why, test.limit...))
	}
	_, err := db.OrderToPlace(t.Context(), app, order(func(in *models.OrderInput) {
		in.OrderNo, in.Description, in.Amount = "aB_-|*", strings.Repeat("芒", 127), models.MaxAmount
	}))
	ok(t, err)
}
