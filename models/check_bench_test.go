package models_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// A hundred thousand people are checked in seconds, and a preview takes no time
// that a person could notice.
func TestLargeCheckIsQuick(t *testing.T) {
	if testing.Short() {
		t.Skip("fills tables")
	}
	const n = 100_000
	for engine, fresh := range map[string]func(*testing.T) *modelstest.DB{"sqlite": modelstest.SQLite, "mysql": modelstest.MySQL} {
		db := fresh(t)
		app := db.App(t)
		template := db.Template(t, app, subscribers)
		hundredThousand(t, db, app, template, n)
		d := newDraft(t, db, app, template, func(c *models.DraftChange) {
			c.Content = &models.Content{Data: typed{"phone_number2": {From: models.AttributeSource("tel")}}, Page: new("pages/o?n={nickname}")}
		})
		c, err := db.CheckDraft(t.Context(), app, d)
		ok(t, err)
		first, began := c.Selected, time.Now()
		for more := true; more; {
			more, err = db.KeepCheck(t.Context(), "engine", c.ID)
			ok(t, err)
		}
		took := time.Since(began)
		c, err = db.DraftCheck(t.Context(), app, d)
		ok(t, err)
		equal(t, "checked", fmt.Sprint(c.State, c.Selected, c.Reachable, c.Blocked), fmt.Sprint("done", n, n/2, n/10))
		t.Logf("%s: %.0f people a second", engine, float64(n-first)/took.Seconds())
		if took > 20*time.Second { // four times what it should take, for a busy machine
			t.Errorf("%s took %v", engine, took)
		}
		previewQuickly(t, db, app, d, engine)
	}
}

// hundredThousand makes users, of whom every tenth has no name, and every other a credit.
func hundredThousand(t *testing.T, db *modelstest.DB, app models.App, template models.Template, n int) {
	t.Helper()
	first := int64(models.FirstID(db.Now()))
	exec(t, db, `INSERT INTO recipients (id, app_id, openid, nickname, remark, last_sent_at, created_at, updated_at, phone, attributes, note)
		VALUES (?, ?, 'oPeRsOn-of-the-usual-length-0', '', '', 0, 0, 0, '', '{"tel":"13800000000","city":"昆明"}', '')`, first, app.ID)
	for have := 1; have < n; have *= 2 {
		exec(t, db, fmt.Sprintf(`INSERT INTO recipients (id, app_id, openid, nickname, remark, last_sent_at, created_at, updated_at, phone, attributes, note)
			SELECT id + %d, app_id, %s, CASE WHEN (id + %d - %d) %% 10 = 0 THEN '' ELSE '微信用户王小明' END, '', 0, 0, 0, phone, attributes, note
			FROM recipients LIMIT %d`, have, joinedText(db, "'oPeRsOn-of-the-usual-length-'", fmt.Sprintf("(id + %d - %d)", have, first)), have, first, min(have, n-have)))
	}
	exec(t, db, fmt.Sprintf(`INSERT INTO send_codes (id, app_id, recipient_id, kind, template_ref, code, use_no, source, state, obtained_at, usable_at, expires_at, created_at)
		SELECT id, app_id, id, 'subscribe_once', %d, %s, 1, 'bench', 'available', 0, 0, %d, 0 FROM recipients WHERE (id - %d) %% 2 = 0`,
		template.ID, joinedText(db, "'credit-'", "id"), models.Never, first))
	if db.Number(t, "SELECT COUNT(*) FROM recipients") != int64(n) {
		t.Fatal("the people were not made")
	}
}

func joinedText(db *modelstest.DB, a, b string) string {
	if db.URL[:5] == "mysql" {
		return "CONCAT(" + a + ", " + b + ")"
	}
	return a + " || " + b
}

func previewQuickly(t *testing.T, db *modelstest.DB, app models.App, d models.Draft, engine string) {
	t.Helper()
	to, err := db.FirstOfDraft(t.Context(), app, d)
	ok(t, err)
	var all []time.Duration
	for range 200 {
		began := time.Now()
		d, err := db.Draft(t.Context(), app, d.ID)
		ok(t, err)
		_, err = db.PreviewDraft(t.Context(), app, d, to)
		ok(t, err)
		all = append(all, time.Since(began))
	}
	slices.Sort(all)
	t.Logf("%s: draft and preview p50 %v, p95 %v", engine, all[100], all[190])
}
