package models_test

import (
	"slices"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestCodeCounts(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t, func(in *models.AppInput) { in.CodesPerPayment = 3 })
		once := db.Template(t, app, func(in *models.TemplateInput) { in.Kind = models.KindSubscribeOnce })
		start := db.Now()
		db.Codes(t, app,
			models.CodeInput{Openid: "o1", Kind: models.CodeForm, Code: "f1"},
			models.CodeInput{Openid: "o1", Kind: models.CodeForm, Code: "f2", ObtainedAt: start.Add(-time.Hour)},
			models.CodeInput{Openid: "o1", Kind: models.CodePrepay, Code: "p1", ObtainedAt: start.Add(-time.Minute)},
			models.CodeInput{Openid: "o1", Kind: models.CodePrepay, Code: "p2"},               // settling
			models.CodeInput{Openid: "o1", Kind: models.CodePrepay, Code: "p3", OrderNo: "1"}, // unpaid
			models.CodeInput{Openid: "o1", Kind: models.CodeSubscribeOnce, TemplateID: once.TemplateID},
			models.CodeInput{Openid: "o1", Kind: models.CodeSubscribeOnce, TemplateID: once.TemplateID},
			models.CodeInput{Openid: "o2", Kind: models.CodeForm, Code: "f3"},
		)
		one, err := db.RecipientByOpenid(ctx, app.ID, "o1")
		ok(t, err)
		counts, err := db.CodeCounts(ctx, []int64{one.ID})
		ok(t, err)
		equal(t, "recipients", len(counts), 1)
		life := models.CodeLife
		want := []models.CodeCount{
			{RecipientID: one.ID, Kind: models.CodeForm, N: 2, Soonest: start.Add(life - time.Hour)},
			{RecipientID: one.ID, Kind: models.CodePrepay, N: 3, Soonest: start.Add(life - time.Minute)},
			{RecipientID: one.ID, Kind: models.CodeSubscribeOnce, TemplateRef: once.ID, N: 2, Soonest: models.Never},
		}
		if got := counts[one.ID]; !slices.Equal(got, want) {
			t.Errorf("counts = %+v\nwant %+v", got, want)
		}
	})
}

func TestCodeUsableAndShown(t *testing.T) {
	t.Parallel()
	code := models.SendCode{State: models.CodeAvailable, UsableAt: 100, ExpiresAt: 200}
	for now, want := range map[models.Millis]bool{99: false, 100: true, 199: true, 200: false} {
		equal(t, "usable", code.Usable(now), want)
	}
	equal(t, "shown before", code.Shown(199), models.CodeAvailable)
	equal(t, "shown after", code.Shown(200), models.CodeExpired)
	code.State = models.CodeUsed
	equal(t, "used is not usable", code.Usable(150), false)
	equal(t, "used stays used", code.Shown(300), models.CodeUsed)
	equal(t, "without end", models.SendCode{State: models.CodeAvailable, ExpiresAt: models.Never}.Shown(1<<60), models.CodeAvailable)
}

func TestSingleUse(t *testing.T) {
	t.Parallel()
	tests := []struct {
		kind models.CodeKind
		uses int
		want bool
	}{
		{models.CodeForm, 1, true}, {models.CodeForm, 3, true}, {models.CodePrepay, 1, true}, {models.CodePrepay, 2, false},
		{models.CodeSubscribeOnce, 1, false}, {models.CodeSubscribeLong, 1, false},
	}
	for _, test := range tests {
		equal(t, string(test.kind), models.SendCode{Kind: test.kind}.SingleUse(test.uses), test.want)
	}
}

func TestSweepCodes(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		template := db.Template(t, app)
		for _, code := range []string{"f1", "f2", "f3"} {
			db.Code(t, app, "o1", models.CodeForm, code)
		}
		db.Code(t, app, "o2", models.CodeForm, "reserved")
		db.Queue(t, app, template, "o2")
		db.ClaimedOne(t, app)
		sweep := func(want int64) {
			t.Helper()
			n, err := db.SweepCodes(ctx)
			ok(t, err)
			equal(t, "swept", n, want)
		}
		db.Clock.Advance(models.CodeLife - time.Millisecond)
		sweep(0)
		db.Clock.Advance(time.Millisecond)
		sweep(3)
		sweep(0)
		swept := db.CodeNamed(t, app, "f1")[0]
		equal(t, "state", swept.State, models.CodeExpired)
		equal(t, "since", swept.SettledAt, db.Now())
		equal(t, "a reserved code", db.CodeNamed(t, app, "reserved")[0].State, models.CodeReserved)
	})
}

func TestCodesOfOnePerson(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		for _, code := range []string{"f1", "f2", "f3"} {
			db.Code(t, app, "o1", models.CodeForm, code)
		}
		db.Code(t, app, "o2", models.CodeForm, "g1")
		one, err := db.RecipientByOpenid(ctx, app.ID, "o1")
		ok(t, err)
		page, err := db.CodesOf(ctx, app.ID, one.ID, models.Cursor{}, 2)
		ok(t, err)
		equal(t, "first page", page.Rows[0].Code+page.Rows[1].Code, "f3f2")
		page, err = db.CodesOf(ctx, app.ID, one.ID, page.Older, 2)
		ok(t, err)
		equal(t, "second page", len(page.Rows), 1)
		equal(t, "its code", page.Rows[0].Code, "f1")
	})
}
