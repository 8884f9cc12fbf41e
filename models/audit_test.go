package models_test

import (
	"encoding/json"
	"strings"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestAuditEntrySaysWhoWhatWhence(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		actor := models.Actor{Kind: models.ActorStaff, ID: 42, Name: "小王", IP: "192.0.2.9", UserAgent: "Firefox", RequestID: "r-1"}
		app := db.App(t)
		template := db.Template(t, app)
		in := templateInput()
		in.Title = "活动报名结果"
		_, err := db.UpdateTemplate(t.Context(), actor, app.ID, template.ID, in)
		ok(t, err)
		page, err := db.AuditEntries(t.Context(), models.AuditFilter{Action: "template.update"}, 10)
		ok(t, err)
		equal(t, "entries", len(page.Rows), 1)
		e := page.Rows[0]
		var before, after models.Template
		ok(t, json.Unmarshal([]byte(e.BeforeJSON), &before))
		ok(t, json.Unmarshal([]byte(e.AfterJSON), &after))
		equal(t, "title before", before.Title, "订单发货通知")
		equal(t, "title after", after.Title, "活动报名结果")
		equal(t, "keywords after", len(after.Keywords), 2)
		e.ID, e.BeforeJSON, e.AfterJSON = 0, "", ""
		equal(t, "entry", e, models.AuditEntry{
			AppID: app.ID, At: db.Now(), ActorKind: models.ActorStaff, ActorID: 42, ActorName: "小王", Action: "template.update",
			Object: "template", ObjectID: template.ID, IP: "192.0.2.9", UserAgent: "Firefox", RequestID: "r-1",
		})
	})
}

func TestAuditFilter(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		other := models.Actor{Kind: models.ActorCLI, Name: "root"}
		ok(t, db.PauseApp(ctx, other, app.ID, models.Pause{}))
		ok(t, db.ResumeApp(ctx, modelstest.Tester, app.ID))
		db.Template(t, app)
		tests := []struct {
			name   string
			filter models.AuditFilter
			want   string // newest first
		}{
			{"none", models.AuditFilter{}, "template.add app.resume app.pause app.add"},
			{"action", models.AuditFilter{Action: "app.pause"}, "app.pause"},
			{"object", models.AuditFilter{Object: "app"}, "app.resume app.pause app.add"},
			{"actor", models.AuditFilter{Actor: "root"}, "app.pause"},
			{"two together", models.AuditFilter{Object: "app", Actor: modelstest.Tester.Name}, "app.resume app.add"},
			{"nothing fits", models.AuditFilter{Action: "app"}, ""},
		}
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				for _, size := range []int{1, 2, 10} {
					var got []string
					filter := test.filter
					for {
						page, err := db.AuditEntries(ctx, filter, size)
						ok(t, err)
						for _, e := range page.Rows {
							got = append(got, e.Action)
						}
						if filter.Cursor = page.Older; filter.Cursor == (models.Cursor{}) {
							break
						}
					}
					equal(t, "actions", strings.Join(got, " "), test.want)
				}
			})
		}
	})
}

// A change must not fail, and so be hidden from the record, because of headers
// that a stranger chose.
func TestAuditTakesWhateverAStrangerSends(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		app := db.App(t)
		for name, text := range map[string]string{
			"long":                 strings.Repeat("x", 5000),
			"long beyond ASCII":    strings.Repeat("浏", 5000),
			"four bytes a rune":    strings.Repeat("😀", 5000),
			"broken text":          "Mozilla\xff\xfe\x80",
			"Latin-1":              "caf\xe9",
			"cut inside a rune":    strings.Repeat("a", 63) + "浏",
			"quotes and backslash": `'"\`,
			"nul":                  "a\x00b",
		} {
			t.Run(name, func(t *testing.T) {
				actor := models.Actor{Kind: models.ActorStaff, ID: 1, Name: text, IP: text, UserAgent: text, RequestID: text}
				ok(t, db.PauseApp(t.Context(), actor, app.ID, models.Pause{Reason: text}))
				ok(t, db.ResumeApp(t.Context(), actor, app.ID))
				ok(t, db.SaveSession(t.Context(), models.NewSessionToken(), models.Session{IP: text, UserAgent: text}))
				_, err := db.SignIn(t.Context(), actor, text, text)
				wantError(t, err, models.ErrUnauthorized)
			})
		}
	})
}
