package models_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestMessagesFilter(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app := t.Context(), db.App(t)
		shipped, result := db.Template(t, app), db.Template(t, app)
		names := map[int64]string{}
		queue := func(name string, template models.Template, to string) {
			db.Code(t, app, to, models.CodeForm, name)
			names[db.Queue(t, app, template, to).ID] = name
		}
		settle := func(to models.MessageState, reason models.Cause, errcode int) {
			db.Settled(t, db.Outcome(db.ClaimedOne(t, app), to, models.CodeUsed, func(o *models.Outcome) { o.Reason, o.Errcode = reason, errcode }))
		}
		queue("sent", shipped, "o1")
		settle(models.MessageSent, "", 0)
		queue("refused", shipped, "o2")
		settle(models.MessageFailed, models.CausePlatform, 41028)
		queue("unknown", result, "o1")
		settle(models.MessageUnknown, models.CauseNoAnswer, 0)
		queue("waiting", result, "o2")
		one, err := db.RecipientByOpenid(ctx, app.ID, "o1")
		ok(t, err)
		tests := []struct {
			name   string
			filter models.MessageFilter
			want   string // newest first
		}{
			{"none", models.MessageFilter{}, "waiting unknown refused sent"},
			{"state", models.MessageFilter{State: models.MessageFailed}, "refused"},
			{"template", models.MessageFilter{TemplateRef: result.ID}, "waiting unknown"},
			{"recipient", models.MessageFilter{RecipientID: one.ID}, "unknown sent"},
			{"errcode", models.MessageFilter{Errcode: new(41028)}, "refused"},
			{"errcode zero", models.MessageFilter{Errcode: new(0)}, "waiting unknown sent"},
			{"reason", models.MessageFilter{Reason: models.CauseNoAnswer}, "unknown"},
			{"all together", models.MessageFilter{State: models.MessageUnknown, TemplateRef: result.ID, RecipientID: one.ID, Errcode: new(0), Reason: models.CauseNoAnswer}, "unknown"},
			{"nothing fits", models.MessageFilter{State: models.MessageSent, TemplateRef: result.ID}, ""},
		}
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				page, err := db.Messages(ctx, app.ID, test.filter, 10)
				ok(t, err)
				var got []string
				for _, m := range page.Rows {
					got = append(got, names[m.ID])
				}
				equal(t, "found", strings.Join(got, " "), test.want)
			})
		}
	})
}

// A time range is a range of ids. Ids come from one source for the whole
// process, so this test turns its clock past all that others have made, and its
// two databases take turns.
func TestMessagesOfATimeRange(t *testing.T) {
	for name, open := range map[string]func(*testing.T) *modelstest.DB{"sqlite": modelstest.SQLite, "mysql": modelstest.MySQL} {
		t.Run(name, func(t *testing.T) {
			db := open(t)
			app := db.App(t)
			template := db.Template(t, app)
			db.Code(t, app, "o1", models.CodeForm, "f1")
			epoch := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
			newest := epoch.Add(time.Duration(models.NewID(db.Clock.Now())>>22) * time.Millisecond)
			db.Clock.Advance(newest.Sub(db.Clock.Now()).Truncate(time.Hour) + 2*time.Hour)
			db.Code(t, app, "o1", models.CodeForm, "f2")
			start := db.Now()
			var ids []int64
			for range 4 {
				ids = append(ids, db.Queue(t, app, template, "o1").ID)
				db.Clock.Advance(time.Hour)
			}
			for _, test := range []struct {
				from, until models.Millis
				want        []int // newest first
			}{
				{0, 0, []int{3, 2, 1, 0}},
				{start.Add(time.Hour), 0, []int{3, 2, 1}},
				{start.Add(time.Hour) + 1, 0, []int{3, 2}},
				{0, start.Add(2 * time.Hour), []int{1, 0}},
				{0, start.Add(2*time.Hour) + 1, []int{2, 1, 0}},
				{start.Add(time.Hour), start.Add(3 * time.Hour), []int{2, 1}},
				{start.Add(time.Hour), start.Add(time.Hour), nil},
				{1, models.Never, []int{3, 2, 1, 0}}, // long before the first id
			} {
				page, err := db.Messages(t.Context(), app.ID, models.MessageFilter{From: test.from, Until: test.until}, 10)
				ok(t, err)
				var got []int
				for _, m := range page.Rows {
					got = append(got, slices.Index(ids, m.ID))
				}
				equal(t, fmt.Sprint(test.from, " to ", test.until), fmt.Sprint(got), fmt.Sprint(test.want))
			}
		})
	}
}

func TestRowsOfAnotherAppAreNotFound(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, app, other := t.Context(), db.App(t), db.App(t)
		template := db.Template(t, app)
		db.Code(t, app, "o1", models.CodeForm, "f1")
		m := db.Queue(t, app, template, "o1")
		code := db.CodeNamed(t, app, "f1")[0]
		calls := map[string]func(appID int64) error{
			"message":   func(id int64) error { _, err := db.Message(ctx, id, m.ID); return err },
			"code":      func(id int64) error { _, err := db.Store.Code(ctx, id, code.ID); return err },
			"recipient": func(id int64) error { _, err := db.Store.Recipient(ctx, id, m.RecipientID); return err },
			"by openid": func(id int64) error { _, err := db.RecipientByOpenid(ctx, id, "o1"); return err },
			"template":  func(id int64) error { _, err := db.Store.Template(ctx, id, template.ID); return err },
			"by template id": func(id int64) error {
				_, err := db.TemplateByPlatformID(ctx, id, template.TemplateID)
				return err
			},
			"stop template": func(id int64) error {
				return db.StopTemplate(ctx, modelstest.Tester, id, template.ID, 1, "")
			},
			"update template": func(id int64) error {
				_, err := db.UpdateTemplate(ctx, modelstest.Tester, id, template.ID, templateInput())
				return err
			},
		}
		for name, call := range calls {
			wantError(t, call(other.ID), models.ErrNotFound)
			if err := call(app.ID); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		messages, err := db.Messages(ctx, other.ID, models.MessageFilter{RecipientID: m.RecipientID}, 10)
		ok(t, err)
		codes, err := db.CodesOf(ctx, other.ID, m.RecipientID, models.Cursor{}, 10)
		ok(t, err)
		people, err := db.Recipients(ctx, other.ID, models.RecipientFilter{}, 10)
		ok(t, err)
		templates, err := db.Templates(ctx, other.ID)
		ok(t, err)
		equal(t, "rows", len(messages.Rows)+len(codes.Rows)+len(people.Rows)+len(templates), 0)
	})
}
