package modelstest

import (
	"strconv"
	"testing"
	"time"

	"xinshi/models"
)

// Lease is how long the claims of Claimed are held.
const Lease = time.Minute

// Claimed claims up to n messages.
func (db *DB) Claimed(t *testing.T, app models.App, n int) []*models.Claimed {
	t.Helper()
	claimed, err := db.Claim(t.Context(), models.Lane{App: app}, n, Lease)
	if err != nil {
		t.Fatalf("claim: %v", err)
	}
	return claimed
}

// ClaimedOne claims and wants exactly one message.
func (db *DB) ClaimedOne(t *testing.T, app models.App) *models.Claimed {
	t.Helper()
	claimed := db.Claimed(t, app, 10)
	if len(claimed) != 1 {
		t.Fatalf("claimed %d messages, want 1", len(claimed))
	}
	return claimed[0]
}

// Outcome is what a call for a claimed message led to, now; edit says more.
func (db *DB) Outcome(c *models.Claimed, to models.MessageState, code models.CodeState, edit ...func(*models.Outcome)) models.Outcome {
	o := models.Outcome{Claimed: c, To: to, Code: code, At: db.Now()}
	for _, f := range edit {
		f(&o)
	}
	return o
}

// Settled settles outcomes and wants each of them recorded.
func (db *DB) Settled(t *testing.T, outcomes ...models.Outcome) {
	t.Helper()
	n, err := db.Settle(t.Context(), outcomes)
	if err != nil || n != len(outcomes) {
		t.Fatalf("settled %d of %d: %v", n, len(outcomes), err)
	}
}

// Reload reads a message again.
func (db *DB) Reload(t *testing.T, m models.Message) models.Message {
	t.Helper()
	m, err := db.Message(t.Context(), m.AppID, m.ID)
	if err != nil {
		t.Fatalf("reload message: %v", err)
	}
	return m
}

// ReloadApp reads an App again.
func (db *DB) ReloadApp(t *testing.T, app models.App) models.App {
	t.Helper()
	app, err := db.Store.App(t.Context(), app.ID)
	if err != nil {
		t.Fatalf("reload app: %v", err)
	}
	return app
}

// CodeNamed finds the rows of a code by its text, first use first.
func (db *DB) CodeNamed(t *testing.T, app models.App, code string) []models.SendCode {
	t.Helper()
	var codes []models.SendCode
	for _, row := range db.Raw(t, "SELECT id FROM send_codes WHERE app_id = ? AND code = ? ORDER BY use_no", app.ID, code) {
		id, err := strconv.ParseInt(row[0], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		c, err := db.Store.Code(t.Context(), app.ID, id)
		if err != nil {
			t.Fatal(err)
		}
		codes = append(codes, c)
	}
	if len(codes) == 0 {
		t.Fatalf("no code %q", code)
	}
	return codes
}
