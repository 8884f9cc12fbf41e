package delivery_test

import (
	"fmt"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// A draft for more people than its page waits for is checked by the engine, and
// when it is submitted, exactly these people get their message.
func TestEngineChecksAndSendsADraft(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		const strangers, reachable = 4100, 20
		r := newRig(t, db)
		for i := range reachable {
			r.form(t, fmt.Sprintf("reachable%d", i))
		}
		var people []models.RecipientInput
		for i := range strangers {
			people = append(people, models.RecipientInput{Openid: fmt.Sprintf("o%d", i)})
			if len(people) == models.MaxPeople || i == strangers-1 {
				_, err := db.SaveRecipients(t.Context(), modelstest.Tester, r.app, people)
				must(t, err)
				people = nil
			}
		}
		d, err := db.NewDraft(t.Context(), modelstest.Tester, r.app, models.DraftChange{
			TemplateID: &r.template.TemplateID, Audience: &models.Audience{Kind: models.AudienceAll},
			Content: &models.Content{Data: map[string]models.TypedValue{"keyword1": {From: models.FieldSource("openid")}}},
		})
		must(t, err)
		c, err := db.CheckDraft(t.Context(), r.app, d)
		must(t, err)
		if c.State != models.CheckRunning {
			t.Fatalf("check is %s after %d people", c.State, c.Selected)
		}
		r.start(t)
		// Under the race detector SQLite takes ten times as long.
		wait := func(what string, done func() bool) {
			t.Helper()
			for deadline := time.Now().Add(5 * time.Minute); !done(); time.Sleep(10 * time.Millisecond) {
				if time.Now().After(deadline) {
					t.Fatalf("still waiting for the %s", what)
				}
				r.Clock.Advance(time.Second)
			}
		}
		wait("check", func() bool {
			c, err = db.DraftCheck(t.Context(), r.app, d)
			must(t, err)
			return c.State == models.CheckDone
		})
		if c.Total() != strangers+reachable || c.Expected != reachable {
			t.Errorf("check found %d people, %d of them to be sent to", c.Total(), c.Expected)
		}
		b, err := db.SubmitDraft(t.Context(), modelstest.Tester, r.app, d.ID, d.Version, models.SendConfirmation{Total: c.Total()})
		must(t, err)
		wait("batch", func() bool {
			b, err = db.Batch(t.Context(), r.app.ID, b.ID)
			must(t, err)
			return b.State == models.BatchFinished
		})
		if b.Sent != reachable || b.Failed != strangers {
			t.Errorf("sent %d, failed %d", b.Sent, b.Failed)
		}
		wait("people of the check to be forgotten", func() bool { return db.Number(t, "SELECT COUNT(*) FROM checked_people") == 0 })
	})
}
