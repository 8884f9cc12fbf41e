package models_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// Whatever the filter, and in steps of whatever size, the history shows what a
// look at all messages would, in the same order, forwards and back.
func TestMessagesOfAnyFilter(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		template := db.Template(t, app)
		people(t, db, app, 4)
		var batches []models.Batch
		for range 2 {
			batches = append(batches, kept(t, db, app, batchOf(template)))
		}
		for i := range 40 {
			to := fmt.Sprintf("o%d", i%4)
			db.Clock.Advance(time.Millisecond)
			db.Code(t, app, to, models.CodeForm, fmt.Sprint("extra", i))
			db.Queue(t, app, template, to)
		}
		ok(t, db.Exec(`UPDATE messages SET state = CASE MOD(id, 7) WHEN 0 THEN 'failed' WHEN 1 THEN 'unknown' WHEN 2 THEN 'queued' WHEN 3 THEN 'cancelled' ELSE 'sent' END,
			errcode = MOD(id, 3), reason = CASE MOD(id, 2) WHEN 0 THEN 'platform' ELSE '' END,
			actor_kind = CASE MOD(id, 2) WHEN 0 THEN 'staff' ELSE 'api_key' END, actor_id = MOD(id, 5)`))
		var all []models.Message
		for at := (models.Cursor{}); ; {
			page, err := db.Messages(t.Context(), app.ID, models.MessageFilter{Cursor: at}, 7)
			ok(t, err)
			all = append(all, page.Rows...)
			if at = page.Older; at == (models.Cursor{}) {
				break
			}
		}
		equal(t, "all", len(all), 48)
		rapid.Check(t, func(rt *rapid.T) {
			f := models.MessageFilter{State: rapid.SampledFrom(append([]models.MessageState{""}, models.MessageStates...)).Draw(rt, "state")}
			f.RecipientID = rapid.SampledFrom([]int64{0, 0, all[0].RecipientID, all[1].RecipientID, 99}).Draw(rt, "to")
			f.BatchID = rapid.SampledFrom([]int64{0, 0, batches[0].ID, 99}).Draw(rt, "batch")
			if errcode := rapid.IntRange(-1, 2).Draw(rt, "errcode"); errcode >= 0 {
				f.Errcode = &errcode
			}
			f.Reason = rapid.SampledFrom([]models.Cause{"", "", models.CausePlatform}).Draw(rt, "reason")
			f.From = rapid.SampledFrom([]models.Millis{0, 0, all[30].CreatedAt, all[9].CreatedAt}).Draw(rt, "from")
			f.Until = rapid.SampledFrom([]models.Millis{0, 0, all[10].CreatedAt, all[35].CreatedAt}).Draw(rt, "until")
			f.AskedBy = rapid.SampledFrom([]models.ActorKind{"", "", models.ActorStaff, models.ActorAPIKey}).Draw(rt, "asked by")
			f.AskedByID = rapid.SampledFrom([]int64{0, 0, 3}).Draw(rt, "which of them")
			size := rapid.IntRange(1, 9).Draw(rt, "size")
			var want []int64
			for _, m := range all {
				// By the id, as the clocks of tests that run beside this one shift ids too.
				within := (f.From == 0 || m.ID >= models.FirstID(f.From)) && (f.Until == 0 || m.ID < models.FirstID(f.Until))
				if within && (f.State == "" || m.State == f.State) && (f.RecipientID == 0 || m.RecipientID == f.RecipientID) && (f.Reason == "" || m.Reason == f.Reason) &&
					(f.AskedBy == "" || m.ActorKind == f.AskedBy) && (f.AskedByID == 0 || m.ActorID == f.AskedByID) &&
					(f.BatchID == 0 || (m.BatchID != nil && *m.BatchID == f.BatchID)) && (f.Errcode == nil || m.Errcode == *f.Errcode) {
					want = append(want, m.ID)
				}
			}
			var got, back []int64
			for {
				page, err := db.Messages(t.Context(), app.ID, f, size)
				if err != nil {
					rt.Fatal(err)
				}
				for _, m := range page.Rows {
					got = append(got, m.ID)
				}
				if page.Older == (models.Cursor{}) {
					f.Cursor = page.Newer
					back = append([]int64{}, idsOf(page.Rows)...)
					break
				}
				f.Cursor = page.Older
			}
			for f.Cursor != (models.Cursor{}) {
				page, err := db.Messages(t.Context(), app.ID, f, size)
				if err != nil {
					rt.Fatal(err)
				}
				back = append(idsOf(page.Rows), back...)
				f.Cursor = page.Newer
			}
			if !slices.Equal(got, want) || !slices.Equal(back, want) {
				rt.Fatalf("forwards %v, back %v, want %v", got, back, want)
			}
		})
	})
}

func idsOf(messages []models.Message) []int64 {
	var list []int64
	for _, m := range messages {
		list = append(list, m.ID)
	}
	return list
}

// A filter that few messages match gives up early and goes on from there.
func TestMessagesGiveUpEarly(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		ok(t, db.Exec(`INSERT INTO messages (id, app_id, state, data, errcode)
			WITH digit AS (SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
				UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)
			SELECT 1 + a.d + 10*b.d + 100*c.d + 1000*e.d + 10000*f.d + 100000*g.d, ?, 'sent', '[]', 0 FROM digit a, digit b, digit c, digit e, digit f, digit g WHERE g.d < 2 AND f.d < 6`, app.ID))
		ok(t, db.Exec("UPDATE messages SET errcode = 41029 WHERE app_id = ? AND id IN (17, 159990)", app.ID))
		errcode := 41029
		filter := models.MessageFilter{Errcode: &errcode}
		var found []int64
		short := 0
		for {
			page, err := db.Messages(t.Context(), app.ID, filter, 10)
			ok(t, err)
			found = append(found, idsOf(page.Rows)...)
			if page.More {
				short++
			}
			if page.Older == (models.Cursor{}) {
				break
			}
			filter.Cursor = page.Older
		}
		equal(t, "found", fmt.Sprint(found), "[159990 17]")
		if short == 0 {
			t.Error("it looked through 120,000 messages at once")
		}
	})
}
