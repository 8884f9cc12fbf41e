package models_test

import (
	"fmt"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestClaimRecordsBeforeTheSend(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		template := db.Template(t, app)
		db.Code(t, app, "o1", models.CodeForm, "f1")
		m := db.Queue(t, app, template, "o1")
		c := db.ClaimedOne(t, app)

		stored, code := db.Reload(t, m), db.CodeNamed(t, app, "f1")[0]
		equal(t, "state", stored.State, models.MessageSending)
		equal(t, "code of the message", stored.CodeID, code.ID)
		equal(t, "its kind", stored.CodeKind, models.CodeForm)
		equal(t, "lease", stored.LeaseUntil, db.Now().Add(modelstest.Lease))
		equal(t, "sending since", stored.SendingAt, db.Now())
		equal(t, "code", code.State, models.CodeReserved)
		equal(t, "message of the code", code.MessageID, m.ID)

		equal(t, "claimed message", c.Message.ID, m.ID)
		equal(t, "claimed state", c.Message.State, models.MessageSending)
		equal(t, "claimed token", c.Message.Lease, stored.Lease)
		equal(t, "claimed code", c.Code.Code, "f1")
		equal(t, "openid", c.Openid, "o1")
		equal(t, "template", c.Template.TemplateID, template.TemplateID)
		equal(t, "values", c.Message.Data[0].Value, "20261123000187")
		if stored.Lease == 0 {
			t.Error("no lease token")
		}
		equal(t, "claimed again", len(db.Claimed(t, app, 10)), 0)
	})
}

func TestClaimKeepsToTheDueTime(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		template := db.Template(t, app)
		var order []int64
		for i, wait := range []time.Duration{3 * time.Hour, time.Hour, 2 * time.Hour} {
			to := fmt.Sprintf("o%d", i)
			db.Code(t, app, to, models.CodeForm, to)
			m, err := db.Enqueue(t.Context(), modelstest.Tester, app, request(template, to, func(r *models.MessageRequest) { r.SendAt = db.Now().Add(wait) }))
			ok(t, err)
			order = append(order, m.ID)
		}
		equal(t, "claimed at once", len(db.Claimed(t, app, 10)), 0)
		db.Clock.Advance(time.Hour - time.Millisecond)
		equal(t, "claimed just before", len(db.Claimed(t, app, 10)), 0)
		db.Clock.Advance(2*time.Hour + time.Millisecond)
		for _, want := range []int64{order[1], order[2], order[0]} {
			c := db.Claimed(t, app, 1)
			equal(t, "claimed", len(c), 1)
			equal(t, "in order of time", c[0].Message.ID, want)
		}
	})
}

func TestClaimFailsWithoutCode(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		template := db.Template(t, app)
		db.Code(t, app, "o1", models.CodeForm, "f1")
		first, second := db.Queue(t, app, template, "o1"), db.Queue(t, app, template, "o1")
		c := db.ClaimedOne(t, app)
		equal(t, "first", c.Message.ID, first.ID)
		db.Settled(t, db.Outcome(c, models.MessageSent, models.CodeUsed))
		db.Clock.Advance(time.Second)
		equal(t, "claimed", len(db.Claimed(t, app, 10)), 0)
		failed := db.Reload(t, second)
		equal(t, "state", failed.State, models.MessageFailed)
		equal(t, "reason", failed.Reason, models.CauseNoCode)
		equal(t, "settled", failed.SettledAt, db.Now())
		equal(t, "tries", failed.Tries, 0)
		equal(t, "counted", counted(t, db, app, models.MessageFailed), 1)
	})
}

func TestClaimSendsOnePersonOneAtATime(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		template := db.Template(t, app)
		for _, code := range []string{"f1", "f2", "f3"} {
			db.Code(t, app, "o1", models.CodeForm, code)
		}
		db.Code(t, app, "o2", models.CodeForm, "g1")
		for range 3 {
			db.Queue(t, app, template, "o1")
		}
		db.Queue(t, app, template, "o2")
		claimed := db.Claimed(t, app, 10)
		equal(t, "one each", len(claimed), 2)
		equal(t, "two people", claimed[0].Openid != claimed[1].Openid, true)
		db.Clock.Advance(time.Second)
		equal(t, "while on their way", len(db.Claimed(t, app, 10)), 0)
		db.Settled(t, db.Outcome(claimed[0], models.MessageSent, models.CodeUsed), db.Outcome(claimed[1], models.MessageSent, models.CodeUsed))
		db.Clock.Advance(time.Second)
		equal(t, "next", db.ClaimedOne(t, app).Openid, "o1")
		equal(t, "nobody's message failed", counted(t, db, app, models.MessageFailed), 0)
	})
}

func TestClaimLeavesStoppedTemplatesAndOtherAppsAlone(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app, other := db.App(t), db.App(t)
		template := db.Template(t, app)
		db.Code(t, app, "o1", models.CodeForm, "f1")
		m := db.Queue(t, app, template, "o1")
		equal(t, "for another App", len(db.Claimed(t, other, 10)), 0)
		ok(t, db.StopTemplate(t.Context(), modelstest.Tester, app.ID, template.ID, 40037, ""))
		equal(t, "while stopped", len(db.Claimed(t, app, 10)), 0)
		equal(t, "it waits", db.Reload(t, m).State, models.MessageQueued)
		ok(t, db.ResumeTemplate(t.Context(), modelstest.Tester, app.ID, template.ID))
		equal(t, "resumed", db.ClaimedOne(t, app).Message.ID, m.ID)
	})
}

func TestClaimTakesNoMoreThanAsked(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		template := db.Template(t, app)
		for i := range 5 {
			to := fmt.Sprintf("o%d", i)
			db.Code(t, app, to, models.CodeForm, to)
			db.Queue(t, app, template, to)
		}
		var sizes []int
		tokens := map[int64]bool{}
		for range 4 {
			claimed := db.Claimed(t, app, 2)
			sizes = append(sizes, len(claimed))
			for _, c := range claimed {
				tokens[c.Message.Lease] = true
			}
		}
		equal(t, "sizes", fmt.Sprint(sizes), "[2 2 1 0]")
		equal(t, "a token for each claim", len(tokens), 3)
	})
}
