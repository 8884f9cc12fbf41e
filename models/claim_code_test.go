package models_test

import (
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestClaimSpendsTheSoonestToExpire(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		template := db.Template(t, app)
		once := db.Template(t, app, func(in *models.TemplateInput) { in.Kind = models.KindSubscribeOnce })
		hour := func(code string, kind models.CodeKind, age int) models.CodeInput {
			return models.CodeInput{Openid: "o1", Kind: kind, Code: code, ObtainedAt: db.Now().Add(-time.Duration(age) * time.Hour)}
		}
		db.Codes(t, app, hour("f1", models.CodeForm, 1), hour("p5", models.CodePrepay, 5), hour("f9", models.CodeForm, 9), hour("f3", models.CodeForm, 3),
			models.CodeInput{Openid: "o1", Kind: models.CodeSubscribeOnce, TemplateID: once.TemplateID, Code: "credit"},
			models.CodeInput{Openid: "o1", Kind: models.CodeForm, Code: "over", ObtainedAt: db.Now().Add(-models.CodeLife + time.Second)},
			models.CodeInput{Openid: "o1", Kind: models.CodePrepay, Code: "unpaid", OrderNo: "1", ObtainedAt: db.Now().Add(-20 * time.Hour)})
		db.Clock.Advance(time.Second)
		for _, want := range []string{"f9", "p5", "f3", "f1"} {
			db.Queue(t, app, template, "o1")
			c := db.ClaimedOne(t, app)
			equal(t, "code", c.Code.Code, want)
			db.Settled(t, db.Outcome(c, models.MessageSent, models.CodeUsed))
		}
	})
}

func TestClaimOfAnotherTemplatesCredit(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		subscribes := func(in *models.TemplateInput) { in.Kind = models.KindSubscribeOnce }
		mine, other := db.Template(t, app, subscribes), db.Template(t, app, subscribes)
		later := func(r *models.MessageRequest) {
			r.SendAt, r.Content.Fields = db.Now().Add(time.Second), fields{"order_no": "1", "shipped_at": "2026-11-23"}
		}
		credit := func(template models.Template) models.CodeInput {
			return models.CodeInput{Openid: "o1", Kind: models.CodeSubscribeOnce, TemplateID: template.TemplateID}
		}
		db.Codes(t, app, credit(other), models.CodeInput{Openid: "o1", Kind: models.CodeForm, Code: "f1"})
		m, err := db.Enqueue(t.Context(), modelstest.Tester, app, request(mine, "o1", later))
		ok(t, err)
		db.Clock.Advance(time.Second)
		equal(t, "claimed", len(db.Claimed(t, app, 10)), 0)
		equal(t, "state", db.Reload(t, m).State, models.MessageFailed)

		db.Codes(t, app, credit(mine))
		m, err = db.Enqueue(t.Context(), modelstest.Tester, app, request(mine, "o1", later))
		ok(t, err)
		db.Clock.Advance(time.Second)
		c := db.ClaimedOne(t, app)
		equal(t, "claimed", c.Message.ID, m.ID)
		equal(t, "template of the credit", c.Code.TemplateRef, mine.ID)
	})
}

func TestClaimAvoidsBlockedKinds(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		template := db.Template(t, app)
		db.Code(t, app, "o1", models.CodeForm, "f1")
		db.Code(t, app, "o1", models.CodePrepay, "p1")
		db.Clock.Advance(app.PaymentDelay())
		db.Queue(t, app, template, "o1")
		ok(t, db.BlockCodeKinds(t.Context(), modelstest.Tester, app.ID, models.CodeForm))
		equal(t, "code", db.ClaimedOne(t, db.ReloadApp(t, app)).Code.Code, "p1")
	})
}

func TestClaimOfAHeldCode(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		tests := []struct {
			name     string
			unproven bool
			wait     time.Duration
			block    bool
			want     string // code of the second claim
			oldState models.CodeState
		}{
			{"is kept on a retry", false, 0, false, "held", models.CodeReserved},
			{"is let go when it expired", false, models.CodeLife - time.Hour, false, "younger", models.CodeExpired},
			{"is let go when its kind is blocked", false, 0, true, "payment", models.CodeAvailable},
			{"is kept though expired, to prove what happened", true, models.CodeLife - time.Hour, false, "held", models.CodeReserved},
			{"is kept though blocked, to prove what happened", true, 0, true, "held", models.CodeReserved},
		}
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				app := db.App(t)
				template := db.Template(t, app)
				start := db.Now()
				db.Codes(t, app, models.CodeInput{Openid: "o1", Kind: models.CodeForm, Code: "held", ObtainedAt: start.Add(-time.Hour)})
				m := db.Queue(t, app, template, "o1")
				c := db.ClaimedOne(t, app)
				// These come later and would be chosen first, or are all that is left.
				db.Codes(t, app,
					models.CodeInput{Openid: "o1", Kind: models.CodeForm, Code: "sooner", ObtainedAt: start.Add(-2 * time.Hour)},
					models.CodeInput{Openid: "o1", Kind: models.CodeForm, Code: "younger"},
					models.CodeInput{Openid: "o1", Kind: models.CodePrepay, Code: "payment", ObtainedAt: start.Add(-time.Minute)})
				db.Settled(t, db.Outcome(c, models.MessageQueued, models.CodeReserved, func(o *models.Outcome) {
					o.Unproven, o.Due, o.Reason = test.unproven, start.Add(time.Second), models.CauseRetry
				}))
				equal(t, "before it is due", len(db.Claimed(t, app, 10)), 0)
				db.Clock.Advance(max(test.wait, time.Second))
				if test.wait > 0 { // of the two form codes, only the youngest lives on
					ok(t, db.Exec("UPDATE send_codes SET expires_at = ? WHERE app_id = ? AND code = 'payment'", db.Now(), app.ID))
				}
				if test.block {
					ok(t, db.BlockCodeKinds(t.Context(), modelstest.Tester, app.ID, models.CodeForm))
				}
				again := db.ClaimedOne(t, db.ReloadApp(t, app))
				equal(t, "message", again.Message.ID, m.ID)
				equal(t, "code", again.Code.Code, test.want)
				if again.Message.Lease == c.Message.Lease {
					t.Error("the second claim has the lease token of the first")
				}
				old := db.CodeNamed(t, app, "held")[0]
				equal(t, "state of the held code", old.State, test.oldState)
				equal(t, "its message", old.MessageID != 0, test.oldState == models.CodeReserved)
			})
		}
	})
}
