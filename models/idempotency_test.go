package models_test

import (
	"sync"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestIdempotencyKey(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		template := db.Template(t, app)
		db.Code(t, app, "o1", models.CodeForm, "f1")
		db.Code(t, app, "o2", models.CodeForm, "f2")
		keyed := func(key, to string, edit ...func(*models.MessageRequest)) (models.Message, error) {
			return db.Enqueue(ctx, modelstest.Tester, app, request(template, to, append(edit, func(r *models.MessageRequest) { r.IdempotencyKey = key })...))
		}
		first, err := keyed("K1", "o1")
		ok(t, err)
		db.Claimed(t, app, 1)
		ok(t, db.StopTemplate(ctx, modelstest.Tester, app.ID, template.ID, 0, "")) // whatever happened since
		again, err := keyed("K1", " o1")
		ok(t, err)
		equal(t, "same message", again.ID, first.ID)
		equal(t, "with its state of now", again.State, models.MessageSending)
		ok(t, db.ResumeTemplate(ctx, modelstest.Tester, app.ID, template.ID))

		others := map[string]func(*models.MessageRequest){
			"recipient": func(r *models.MessageRequest) { r.To = "o2" },
			"value":     func(r *models.MessageRequest) { r.Content.Fields = fields{"order_no": "2"} },
			"page":      func(r *models.MessageRequest) { r.Content.Page = new("p") },
			"emphasis":  func(r *models.MessageRequest) { r.Content.Emphasis = new("") },
			"time":      func(r *models.MessageRequest) { r.SendAt = 1 },
		}
		for name, edit := range others {
			_, err := keyed("K1", "o1", edit)
			if err == nil {
				t.Errorf("another %s was taken", name)
			}
			wantError(t, err, models.ErrConflict)
		}
		for _, key := range []string{"k1", "K1 ", "", ""} { // bytewise; none is not a key
			m, err := keyed(key, "o2")
			ok(t, err)
			if m.ID == first.ID {
				t.Errorf("key %q found the message of K1", key)
			}
		}
		elsewhere := db.App(t)
		other := db.Template(t, elsewhere)
		db.Code(t, elsewhere, "o1", models.CodeForm, "f1")
		_, err = db.Enqueue(ctx, modelstest.Tester, elsewhere, request(other, "o1", func(r *models.MessageRequest) { r.IdempotencyKey = "K1" }))
		ok(t, err)
		equal(t, "messages of the App", db.Number(t, "SELECT COUNT(*) FROM messages WHERE app_id = ?", app.ID), 5)
	})
}

func TestIdempotencyKeyAtOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		template := db.Template(t, app)
		db.Code(t, app, "o1", models.CodeForm, "f1")
		stores := []*models.Store{db.Store, db.Second(t)}
		ids := make([]int64, 12)
		var wg sync.WaitGroup
		for i := range ids {
			wg.Go(func() {
				m, err := stores[i%2].Enqueue(ctx, modelstest.Tester, app, request(template, "o1", func(r *models.MessageRequest) { r.IdempotencyKey = "K" }))
				if err != nil {
					t.Error(err)
				}
				ids[i] = m.ID
			})
		}
		wg.Wait()
		for _, id := range ids {
			equal(t, "id", id, ids[0])
		}
		equal(t, "messages", db.Number(t, "SELECT COUNT(*) FROM messages"), 1)
		equal(t, "audit entries", db.Number(t, "SELECT COUNT(*) FROM audit_entries WHERE action = 'message.send'"), 1)
	})
}
