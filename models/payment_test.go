package models_test

import (
	"fmt"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestPaymentGivesSeveralUses(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		for uses := 1; uses <= 3; uses++ {
			t.Run(fmt.Sprint(uses), func(t *testing.T) {
				app := db.App(t, func(in *models.AppInput) { in.CodesPerPayment = uses })
				template := db.Template(t, app)
				db.Code(t, app, "o1", models.CodePrepay, "wx1")
				rows := db.CodeNamed(t, app, "wx1")
				equal(t, "rows", len(rows), uses)
				for i, row := range rows {
					equal(t, "use", row.UseNo, i+1)
				}
				result, err := db.AddCodes(t.Context(), modelstest.Tester, app, "api", []models.CodeInput{{Openid: "o1", Kind: models.CodePrepay, Code: "prepay_id=wx1"}})
				ok(t, err)
				equal(t, "duplicates", result.Duplicates, 1)

				db.Clock.Advance(app.PaymentDelay())
				for range uses {
					db.Queue(t, app, template, "o1")
					c := db.ClaimedOne(t, app)
					equal(t, "code", c.Code.Code, "wx1")
					db.Settled(t, db.Outcome(c, models.MessageSent, models.CodeUsed))
				}
				_, err = db.Enqueue(t.Context(), modelstest.Tester, app, request(template, "o1"))
				wantRefused(t, err, refused("to", models.ReasonNoSendCode))
			})
		}
	})
}

func TestUnpaidOrder(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx := t.Context()
		app := db.App(t, func(in *models.AppInput) { in.CodesPerPayment, in.PaymentDelay = 2, 10*time.Second })
		template := db.Template(t, app)
		db.Codes(t, app, models.CodeInput{Openid: "o1", Kind: models.CodePrepay, Code: "wx1", OrderNo: " A-1 "})
		obtained := db.Now()
		_, err := db.Enqueue(ctx, modelstest.Tester, app, request(template, "o1"))
		wantRefused(t, err, refused("to", models.ReasonNoSendCode))

		for _, order := range []string{"", "A-2", "a-1"} {
			_, err := db.MarkPaid(ctx, modelstest.Tester, app, order)
			wantError(t, err, models.ErrNotFound)
		}
		_, err = db.MarkPaid(ctx, modelstest.Tester, db.App(t), "A-1")
		wantError(t, err, models.ErrNotFound)

		db.Clock.Advance(time.Hour)
		marked, err := db.MarkPaid(ctx, modelstest.Tester, app, "A-1")
		ok(t, err)
		equal(t, "marked", marked, 2)
		code := db.CodeNamed(t, app, "wx1")[1]
		equal(t, "obtained", code.ObtainedAt, obtained)
		equal(t, "paid", code.PaidAt, db.Now())
		equal(t, "usable", code.UsableAt, db.Now().Add(10*time.Second))
		equal(t, "expires", code.ExpiresAt, db.Now().Add(models.CodeLife))

		db.Clock.Advance(time.Second)
		marked, err = db.MarkPaid(ctx, modelstest.Tester, app, "A-1")
		ok(t, err)
		equal(t, "marked again", marked, 0)
		equal(t, "unchanged", db.CodeNamed(t, app, "wx1")[1], code)

		m := db.Queue(t, app, template, "o1") // settling: taken, and waits
		equal(t, "claimed while settling", len(db.Claimed(t, app, 10)), 0)
		equal(t, "due", db.Reload(t, m).DueAt, code.UsableAt)
		db.Clock.Advance(9*time.Second - time.Millisecond)
		equal(t, "claimed just before", len(db.Claimed(t, app, 10)), 0)
		db.Clock.Advance(time.Millisecond)
		equal(t, "claimed", db.ClaimedOne(t, app).Message.ID, m.ID)
	})
}

func TestMarkPaidLeavesOtherKindsAlone(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		db.Codes(t, app, models.CodeInput{Openid: "o1", Kind: models.CodeForm, Code: "f1", OrderNo: "A-1"})
		before := db.CodeNamed(t, app, "f1")[0]
		_, err := db.MarkPaid(t.Context(), modelstest.Tester, app, "A-1")
		wantError(t, err, models.ErrNotFound)
		equal(t, "form code", db.CodeNamed(t, app, "f1")[0], before)
	})
}
