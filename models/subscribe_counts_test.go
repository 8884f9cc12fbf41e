package models_test

import (
	"fmt"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/wechat"
)

func TestSubscriptionsAreCounted(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx := t.Context()
		p := newPushed(t, db, models.CreditsByEvent)
		legacy := db.Template(t, p.app)
		db.Clock.Advance(time.Minute)
		first := p.accepts(0)
		p.take(first, first, p.accepts(-20), p.said(wechat.EventPopup, "reject", -10)) // the first one twice: a repeat
		m := db.Queue(t, p.app, p.template, "o1")
		claimed, err := db.Claim(ctx, models.Lane{App: p.app}, 1, modelstest.Lease)
		ok(t, err)
		equal(t, "claimed", claimed[0].Message.ID, m.ID)
		for range 2 { // the second settling comes too late and counts nothing
			_, err = db.Settle(ctx, []models.Outcome{{Claimed: claimed[0], To: models.MessageSent, Code: models.CodeUsed, At: db.Store.Now()}})
			ok(t, err)
		}
		db.Clock.Advance(24 * time.Hour)
		p.take(p.refuses(0))
		db.Code(t, p.app, "o2", models.CodeForm, "f1")
		db.Code(t, p.app, "o2", models.CodeForm, "f2")
		stats, err := db.SubscribeStats(ctx, p.app, 7)
		ok(t, err)
		equal(t, "days", len(stats.Days), 7)
		before, today := stats.Days[5], stats.Days[6]
		before.Day, today.Day = 0, 0
		equal(t, "yesterday", before, models.SubscribeDay{Accepted: 2, Rejected: 1, Spent: 1})
		equal(t, "today", today, models.SubscribeDay{Rejected: 1})
		equal(t, "spent", stats.Spent[p.template.ID], 1)
		equal(t, "scenes", fmt.Sprint(stats.Scenes), fmt.Sprint([]models.SceneStats{
			{TemplateRef: p.template.ID, Accepted: 2, Rejected: 1}, {TemplateRef: p.template.ID, Scene: models.SceneSettings, Rejected: 1},
		}))
		reach, err := db.ReachOf(ctx, []models.Template{p.template, legacy})
		ok(t, err)
		equal(t, "nobody is left", reach[p.template.ID].N, 0)
		equal(t, "one person with two codes", reach[legacy.ID].N, 1)
	})
}

func TestScenesOfADayAreFew(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		p := newPushed(t, db, models.CreditsByReport)
		db.Clock.Advance(time.Minute)
		var codes []models.CodeInput
		for i := range 60 {
			codes = append(codes, models.CodeInput{Openid: "o1", Kind: models.CodeSubscribeOnce, TemplateID: p.template.TemplateID, Scene: fmt.Sprintf("order %02d", i)})
		}
		db.Codes(t, p.app, codes...)
		stats, err := db.SubscribeStats(t.Context(), p.app, 7)
		ok(t, err)
		equal(t, "scenes", len(stats.Scenes), 51)
		equal(t, "the others", stats.Scenes[0], models.SceneStats{TemplateRef: p.template.ID, Scene: models.SceneOther, Accepted: 10})
		equal(t, "accepted", stats.Days[6].Accepted, 60)
	})
}
