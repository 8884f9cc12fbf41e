package models_test

import (
	"fmt"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestSettleTeachesAppAndTemplate(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		template := db.Template(t, app)
		db.Code(t, app, "o1", models.CodeForm, "f1")
		db.Queue(t, app, template, "o1")
		until := db.Now().Add(time.Hour)
		db.Settled(t, db.Outcome(db.ClaimedOne(t, app), models.MessageFailed, models.CodeAvailable, func(o *models.Outcome) {
			o.Errcode, o.Errmsg = 40037, "invalid template_id"
			o.Pause, o.StopTemplate, o.BlockKinds = &models.Pause{Errcode: 45009, Reason: "quota", Until: until}, true, []models.CodeKind{models.CodePrepay, models.CodeForm}
		}))
		after := db.ReloadApp(t, app)
		equal(t, "App", fmt.Sprint(after.State, after.PauseErrcode, after.PauseReason, after.PauseUntil == until), "paused45009quotatrue")
		equal(t, "blocked", after.BlockedKinds, "form_id,prepay_id")
		stopped, err := db.Store.Template(t.Context(), app.ID, template.ID)
		ok(t, err)
		equal(t, "template", fmt.Sprint(stopped.State, stopped.StopErrcode, stopped.StopReason), "stopped40037invalid template_id")
		actions := db.Raw(t, "SELECT action FROM audit_entries WHERE actor_kind = 'engine' ORDER BY action")
		equal(t, "audit", fmt.Sprint(actions), "[[app.block_codes] [app.pause] [template.stop]]")
	})
}

func TestSettleRevokesCreditsThatAreNone(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		subscribes := func(in *models.TemplateInput) { in.Kind = models.KindSubscribeOnce }
		mine, other := db.Template(t, app, subscribes), db.Template(t, app, subscribes)
		credit := func(openid, code string, template models.Template) models.CodeInput {
			return models.CodeInput{Openid: openid, Kind: models.CodeSubscribeOnce, TemplateID: template.TemplateID, Code: code}
		}
		db.Codes(t, app, credit("o1", "c1", mine), credit("o1", "c2", mine), credit("o1", "c3", mine), credit("o1", "other-template", other),
			credit("o2", "other-person", mine), models.CodeInput{Openid: "o1", Kind: models.CodeForm, Code: "form"})
		db.Queue(t, app, mine, "o1")
		db.Settled(t, db.Outcome(db.ClaimedOne(t, app), models.MessageFailed, models.CodeRejected, func(o *models.Outcome) { o.EmptyCredits, o.Errcode = true, 43101 }))
		for code, want := range map[string]models.CodeState{
			"c1": models.CodeRejected, "c2": models.CodeRevoked, "c3": models.CodeRevoked,
			"other-template": models.CodeAvailable, "other-person": models.CodeAvailable, "form": models.CodeAvailable,
		} {
			got := db.CodeNamed(t, app, code)[0]
			equal(t, code, got.State, want)
			equal(t, "errcode of "+code, got.Errcode, map[bool]int{true: 43101}[want != models.CodeAvailable])
		}
	})
}

// What one answer teaches is not lost among others with the same errcode.
func TestSettleLearnsFromEach(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		template := db.Template(t, app)
		for i := range 4 {
			to := fmt.Sprintf("o%d", i)
			db.Code(t, app, to, models.CodeForm, to)
			db.Queue(t, app, template, to)
		}
		claimed := db.Claimed(t, app, 10)
		outcome := func(i int, edit func(*models.Outcome)) models.Outcome {
			return db.Outcome(claimed[i], models.MessageFailed, models.CodeAvailable, edit)
		}
		db.Settled(t,
			outcome(0, func(*models.Outcome) {}),
			outcome(1, func(o *models.Outcome) { o.Pause = &models.Pause{Until: db.Now().Add(time.Minute)} }),
			outcome(2, func(o *models.Outcome) { o.StopTemplate, o.BlockKinds = true, []models.CodeKind{models.CodePrepay} }),
			outcome(3, func(o *models.Outcome) { o.Pause, o.BlockKinds = &models.Pause{}, []models.CodeKind{models.CodeForm} }))
		after := db.ReloadApp(t, app)
		equal(t, "App", fmt.Sprintf("%s%d%s", after.State, after.PauseUntil, after.BlockedKinds), "paused0form_id,prepay_id")
		stopped, err := db.Store.Template(t.Context(), app.ID, template.ID)
		ok(t, err)
		equal(t, "template", stopped.State, models.TemplateStopped)
	})
}
