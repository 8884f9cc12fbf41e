package models_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestCodeStock(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx := t.Context()
		app := db.App(t, func(in *models.AppInput) { in.PaymentDelay, in.CodesPerPayment = time.Minute, 2 })
		subscribe := db.Template(t, app, func(in *models.TemplateInput) { in.Kind = models.KindSubscribeOnce })
		stock := func() models.CodeStock {
			t.Helper()
			stock, err := db.CodeStock(ctx, app.ID)
			ok(t, err)
			return stock
		}
		equal(t, "of an empty App", stock().Total(), 0)

		db.Code(t, app, "o1", models.CodeForm, "f1")
		db.Clock.Advance(90 * time.Minute)
		db.Code(t, app, "o2", models.CodeForm, "f2")
		db.Codes(t, app,
			models.CodeInput{Openid: "o1", Kind: models.CodePrepay, Code: "p1", OrderNo: "order1"},
			models.CodeInput{Openid: "o1", Kind: models.CodeSubscribeOnce, TemplateID: subscribe.TemplateID})
		db.Code(t, db.App(t), "o1", models.CodeForm, "elsewhere")
		got := stock()
		equal(t, "total, forever, unpaid", fmt.Sprint(got.Total(), got.Never, got.Unpaid), "3 1 2")
		equal(t, "by kind", fmt.Sprint(got.ByKind), fmt.Sprintf("[{form_id 0 2} {subscribe_once %d 1}]", subscribe.ID))
		equal(t, "hours", len(got.Hours), 7*24+1)
		equal(t, "the first hour", got.Hours[0].Hour, models.At(db.Now().Time().Truncate(time.Hour)))

		_, err := db.MarkPaid(ctx, modelstest.Tester, app, "order1")
		ok(t, err)
		got = stock()
		equal(t, "paid", fmt.Sprint(got.Total(), got.Unpaid), "5 0")

		db.Clock.Advance(models.CodeLife - 90*time.Minute) // the life of f1 is just over; nothing has swept
		equal(t, "as time passes", stock().Total(), 4)
		equal(t, "this hour", stock().Hours[0].N, 0)
		db.Clock.Advance(3 * time.Hour)
		equal(t, "hours later", stock().Total(), 1)
		n, err := db.SweepCodes(ctx)
		ok(t, err)
		equal(t, "swept, the other App's too", n, 5)
		equal(t, "after the sweep", stock().Total(), 1)
		equal(t, "counted and gone", db.Number(t, "SELECT SUM(n) FROM code_counts WHERE app_id = ?", app.ID), 1)
	})
}

func TestReleasedTooLate(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		template := db.Template(t, app)
		db.Code(t, app, "o1", models.CodeForm, "f1")
		db.Queue(t, app, template, "o1")
		claimed := db.ClaimedOne(t, app)
		db.Clock.Advance(models.CodeLife)
		db.Settled(t, db.Outcome(claimed, models.MessageFailed, models.CodeAvailable))
		equal(t, "code given back after its life", db.CodeNamed(t, app, "f1")[0].State, models.CodeExpired)
	})
}

func TestCodesAreCountedWhenTheSchemaLearnsToCount(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		db.Code(t, app, "o1", models.CodeForm, "f1")
		db.Codes(t, app, models.CodeInput{Openid: "o1", Kind: models.CodePrepay, Code: "p1", OrderNo: "order1"})
		before := fmt.Sprint(db.Raw(t, "SELECT * FROM code_counts WHERE app_id = ? ORDER BY kind", app.ID))
		ok(t, db.Exec("DELETE FROM code_counts"))
		dialect, _, _ := strings.Cut(db.URL, ":")
		fill, err := os.ReadFile(filepath.Join("..", "migrations", dialect, "0039_code_counts_filled.sql"))
		ok(t, err)
		ok(t, db.Exec(string(fill)))
		equal(t, "counted again", fmt.Sprint(db.Raw(t, "SELECT * FROM code_counts WHERE app_id = ? ORDER BY kind", app.ID)), before)
	})
}
